const mostLetters = 150;
/** Windows keeps these for devices, whatever ending they have. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name for a file on any system, of the title that a file has in an org: no folders, no signs that a system forbids. */
export function safeFileName(title: string, extension: string): string {
  const ending = extension === '' ? '' : `.${plain(extension)}`;
  const name = plain(ending !== '' && title.toLowerCase().endsWith(ending.toLowerCase()) ? title.slice(0, -ending.length) : title);
  // Not in the middle of a letter of two halves.
  const short = name.slice(0, mostLetters).replace(/[\uD800-\uDBFF]$/, '').trim();
  return `${reserved.test(short) ? '_' : ''}${short === '' ? 'file' : short}${ending}`;
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
}

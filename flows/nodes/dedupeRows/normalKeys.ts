/** What a compared column holds, and so what of it counts. */
export const compareOptions = [
  { value: 'text', title: 'Text' },
  { value: 'person', title: 'Name of a person', help: 'Titles and the order of the parts do not count.' },
  { value: 'company', title: 'Name of a company', help: 'Legal forms such as GmbH and Inc. do not count.' },
  { value: 'email', title: 'E-mail address', help: 'What follows a plus before the @ does not count.' },
  { value: 'phone', title: 'Phone number', help: 'The last nine digits must be equal.' },
  { value: 'equal', title: 'Must be equal', help: 'Rows in which it differs are never duplicates.' },
] as const;
export type CompareAs = (typeof compareOptions)[number]['value'];

const titles = new Set('dr prof mr mrs ms miss sir herr frau mme mlle'.split(' '));
const legalForms = new Set('gmbh mbh ag kg ohg ug se inc incorporated ltd limited llc llp lp plc co corp corporation company sa sas sarl srl spa snc bv nv oy ab as aps pty kk the and und et'.split(' '));

/** A text without what does not count; blank when nothing is left. */
export function normalised(text: string, as: CompareAs): string {
  if (as === 'email') return text.trim().toLowerCase().replace(/\+[^@]*(?=@)/, '');
  if (as === 'phone') return text.replace(/\D/g, '').slice(-9);
  const words = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replace(/[^\p{L}\p{N}]+/gu, ' ').trim().split(' ');
  if (as === 'person') return words.filter((word) => !titles.has(word)).sort().join(' ');
  if (as !== 'company') return words.join(' ');
  const kept = words.filter((word) => !legalForms.has(word));
  return (kept.length === 0 ? words : kept).join(' ');
}

/**
 * The keys under which rows are put together to be compared: two rows that are alike share at least one, nearly always. Each column gives
 * several, so that one typing error leaves another key the same: the beginning, the end, and the consonants of the longest word.
 */
export function blockKeys(text: string, as: CompareAs): string[] {
  if (text === '') return [];
  if (as === 'phone') return [`p${text}`];
  if (as === 'email') {
    const [local = ''] = text.split('@');
    return [`e${text}`, `l${local.slice(0, 5)}`, `m${local.slice(-5)}`];
  }
  const joined = text.replaceAll(' ', '');
  const longest = text.split(' ').reduce((word, other) => (other.length > word.length ? other : word), '');
  return [`b${joined.slice(0, 4)}`, `z${joined.slice(-4)}`, `c${consonants(longest)}`];
}

/** The first letter and up to three consonants after it, doubled ones once: `Meyer`, `Maier` → `mr`. */
function consonants(word: string): string {
  return (word.charAt(0) + word.slice(1).replace(/[aeiouyhw]/g, '').replace(/(.)\1+/g, '$1').slice(0, 3)).normalize('NFKD');
}

/**
 * Reads numbers as a country writes them: its signs for thousands and decimals, a currency before or behind, and a minus before, behind or as
 * brackets. Undefined where the text is none. Thousands must stand in groups of three (or two, as in India), so that 1.5 is no German fifteen.
 */
export function numberReader(locale: string): (text: string) => number | undefined {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn', useGrouping: true, minimumFractionDigits: 1 }).formatToParts(-12_345_678.9);
  const decimal = parts.find(({ type }) => type === 'decimal')!.value;
  const group = parts.find(({ type }) => type === 'group')?.value ?? ',';
  const groups = groupSigns(group);
  const whole = new RegExp(`^(?:\\d+|\\d{1,3}(?:${groups}\\d{3})+|\\d{1,2}(?:${groups}\\d{2})+${groups}\\d{3})?(?:${escaped(decimal)}\\d*)?$`, 'u');
  const between = new RegExp(groups, 'gu');
  return (text) => {
    // Signs that look like a minus, and a currency: a sign, or its code of three capitals (ISO 4217).
    let rest = text.trim().replace(/[\u2212\u2013]/g, '-').replace(/^([-+]?)\s*(?:\p{Sc}|[A-Z]{3}(?![A-Za-z]))\s*/u, '$1').replace(/\s*(?:\p{Sc}|[A-Z]{3})(-?)$/u, '$1').trim();
    let isNegative = false;
    if (/^\(.*\)$/.test(rest)) {
      isNegative = true;
      rest = rest.slice(1, -1).trim().replace(/^(?:\p{Sc}|[A-Z]{3})\s*/u, '');
    } else if (rest.startsWith('-') || rest.endsWith('-')) {
      isNegative = true;
      rest = rest.startsWith('-') ? rest.slice(1) : rest.slice(0, -1);
    } else if (rest.startsWith('+')) rest = rest.slice(1);
    rest = rest.trim();
    if (!whole.test(rest) || !/\d/.test(rest)) return undefined;
    const value = Number(rest.replace(between, '').replace(decimal, '.'));
    return isNegative && value !== 0 ? -value : value;
  };
}

/** Spaces of all kinds stand for each other, and so do apostrophes. */
function groupSigns(group: string): string {
  if (/\s/.test(group)) return '[\\s\u00a0\u202f]';
  if (/['’]/.test(group)) return "['’]";
  return escaped(group);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

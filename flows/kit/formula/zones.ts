import { rowError, showValue } from './operation.ts';

/** Offsets change on a quarter of an hour, everywhere. */
const quarterMs = 900_000;

/**
 * The clock of a time zone (IANA time zone database, by way of Intl): how far it is ahead of UTC at a moment, in milliseconds. Asking
 * Intl takes microseconds, so the answers of recent quarters of an hour are kept.
 *
 * @throws kind `row` when there is no such zone
 */
export function zoneClock(zone: string): (atMs: number) => number {
  const format = formatOf(zone);
  const known = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    let offset = known.get(quarter);
    if (offset === undefined) {
      if (known.size >= 10_000) known.clear();
      offset = read(format, quarter * quarterMs);
      known.set(quarter, offset);
    }
    return offset;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  } catch {
    throw rowError('zoneUnknown', `There is no time zone ${showValue(zone)}.`, 'Write a name such as "Europe/Berlin", "America/New_York" or "UTC".');
  }
}

function read(format: Intl.DateTimeFormat, atMs: number): number {
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
  local.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return local.getTime() - atMs;
}

/**
 * The moment at which the clock of a zone shows a time. Where the clock is put forward and the time never shows, it is counted on from
 * before; where it shows twice, it is the first.
 */
export function momentOf(localMs: number, offsetAt: (atMs: number) => number): number {
  const before = offsetAt(localMs - 86_400_000);
  const earlier = localMs - before;
  if (offsetAt(earlier) === before) return earlier;
  const after = offsetAt(localMs + 86_400_000);
  const later = localMs - after;
  return offsetAt(later) === after ? later : earlier;
}

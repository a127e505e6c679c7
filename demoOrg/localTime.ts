import { offsetAt } from './soql/zone.ts';

const hourMs = 3_600_000;

/**
 * Gives a function that says what the clocks of a time zone show at a stored moment, without an offset: `2026-03-14T02:26:53`.
 * Offsets change at full hours (UTC) only, so one is looked up for every hour that occurs.
 */
export function localTimes(): (moment: string, timeZone: string) => string | null {
  const offsets = new Map<string, number>();
  return (moment, timeZone) => {
    const ms = Date.parse(moment.replace('+0000', 'Z'));
    if (Number.isNaN(ms)) return null;
    const hour = `${timeZone} ${Math.floor(ms / hourMs)}`;
    const known = offsets.get(hour);
    const offset = known ?? offsetAt(ms, timeZone);
    if (known === undefined) offsets.set(hour, offset);
    return new Date(ms + offset).toISOString().slice(0, 19);
  };
}

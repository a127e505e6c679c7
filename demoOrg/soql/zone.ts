/** Today's date for somebody who lives in `timeZone`. */
export function zonedToday(now: Date, timeZone: string): readonly [year: number, month: number, day: number] {
  const { year, month, day } = clockIn(now.getTime(), timeZone);
  return [year, month, day];
}

/** The moment (ms) at which the day `2026-03-14` begins in `timeZone`. */
export function zonedMidnight(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The offset is that of midnight itself: a first guess, then once more in case daylight saving changed in between.
  const guess = utc - offsetAt(utc, timeZone);
  return utc - offsetAt(guess, timeZone);
}

/** How far the clocks of `timeZone` are ahead of UTC at that moment, in ms. */
export function offsetAt(ms: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = clockIn(ms, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}

interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function clockIn(ms: number, timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.year!, month: parts.month!, day: parts.day!, hour: parts.hour!, minute: parts.minute!, second: parts.second! };
}

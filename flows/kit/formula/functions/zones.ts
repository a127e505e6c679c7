import { defineFunction, type Evaluator, type FormulaFunction, type Part } from '../operation.ts';
import { momentOf, zoneClock } from '../zones.ts';

const ours = 'A function of Sluice; Salesforce reckons in the zone of the user.';
const zone = { name: 'zone', types: ['text'] } as const;

/** Moves a date and time by the clock of a zone. The clock of a constant zone is made once; others are kept. */
function byClock(move: (at: number, offsetAt: (atMs: number) => number) => number): (parts: readonly Part[]) => Evaluator {
  return ([time, name]) => {
    const [at, zoneName] = [time!.evaluate as Evaluator<number>, name!.evaluate as Evaluator<string>];
    const clocks = new Map<string, (atMs: number) => number>();
    const clockOf = (wanted: string): ((atMs: number) => number) => {
      let clock = clocks.get(wanted);
      if (clock === undefined) clocks.set(wanted, (clock = zoneClock(wanted)));
      return clock;
    };
    if (typeof name!.constant === 'string') clockOf(name!.constant);
    return (batch, row) => {
      const [moment, wanted] = [at(batch, row), zoneName(batch, row)];
      return moment === null || wanted === null ? null : move(moment, clockOf(wanted));
    };
  };
}

export const zoneFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'INZONE',
    category: 'Date and time',
    help: 'A date and time as the clocks of a time zone show it, for HOUR, DATEVALUE and the like.',
    parameters: [{ name: 'datetime', types: ['datetime'] }, zone],
    result: 'datetime',
    examples: [
      { formula: 'HOUR(INZONE(DATETIMEVALUE("2026-07-01 22:30:00"), "Europe/Berlin"))', result: 0 },
      { formula: 'DATEVALUE(INZONE(DATETIMEVALUE("2026-01-01 03:00:00"), "America/New_York"))', result: '2025-12-31' },
      { formula: 'INZONE(NOW(), Zone)', row: { Zone: 'Mars' }, fails: 'There is no time zone "Mars".' },
    ],
    extension: ours,
    build: byClock((at, offsetAt) => at + offsetAt(at)),
  }),
  defineFunction({
    name: 'FROMZONE',
    category: 'Date and time',
    help: 'The date and time at which the clocks of a time zone show this one.',
    parameters: [{ name: 'datetime', types: ['datetime'] }, zone],
    result: 'datetime',
    examples: [
      { formula: 'FROMZONE(DATETIMEVALUE("2026-07-01 09:00:00"), "Europe/Berlin")', result: '2026-07-01T07:00:00.000Z' },
      { formula: 'FROMZONE(DATETIMEVALUE("2026-03-29 02:30:00"), "Europe/Berlin")', result: '2026-03-29T01:30:00.000Z' },
      { formula: 'FROMZONE(DATETIMEVALUE("2026-10-25 02:30:00"), "Europe/Berlin")', result: '2026-10-25T00:30:00.000Z' },
    ],
    extension: ours,
    build: byClock(momentOf),
  }),
  defineFunction({
    name: 'FORMATDURATION',
    category: 'Date and time',
    help: 'So many seconds as hours, minutes and seconds, or with days before them.',
    parameters: [
      { name: 'seconds', types: ['number'] },
      { name: 'withDays', types: ['boolean'], default: false },
    ],
    result: 'text',
    examples: [
      { formula: 'FORMATDURATION(93784)', result: '26:03:04' },
      { formula: 'FORMATDURATION(93784, true)', result: '1:02:03:04' },
    ],
    strict: (seconds: number, withDays: boolean) => {
      const whole = Math.trunc(Math.abs(seconds));
      const two = (value: number): string => String(value).padStart(2, '0');
      const hours = Math.floor(whole / 3600);
      const clock = `${two(withDays ? hours % 24 : hours)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
      return `${seconds <= -1 ? '-' : ''}${withDays ? `${Math.floor(hours / 24)}:` : ''}${clock}`;
    },
  }),
];

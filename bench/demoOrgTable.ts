import { mostBytes, type OrgSpeeds } from './demoOrgSpeed.ts';

/** The demo org's speeds beside what they are held to; gives whether all of them are reached. */
export function printOrgTable({ speeds, peakBytes }: OrgSpeeds): boolean {
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  const line = (cells: readonly string[]): void => console.log(cells[0]!.padEnd(54) + cells.slice(1).map((cell) => cell.padStart(16)).join(''));
  line(['', 'per second', 'per CPU second', 'held to', '']);
  for (const { what, unit, perSecond, perCpuSecond, heldTo } of speeds)
    line([`${what} (${unit})`, whole(perSecond), whole(perCpuSecond), `≥ ${whole(heldTo)}`, perSecond >= heldTo ? 'reached' : 'missed']);
  line(["the org's memory at most (MB, resident)", whole(peakBytes / 1e6), '', `< ${whole(mostBytes / 1e6)}`, peakBytes < mostBytes ? 'reached' : 'missed']);
  return peakBytes < mostBytes && speeds.every(({ perSecond, heldTo }) => perSecond >= heldTo);
}

import type { Fault } from './faults.ts';

/** A button of the first page that makes something go wrong. */
export interface FaultSwitch {
  readonly name: string;
  readonly label: string;
  /** Undefined: end every session. */
  readonly fault: Fault | undefined;
}

export const faultSwitches: readonly FaultSwitch[] = [
  { name: 'unavailable', label: 'Answer 503 three times', fault: { kind: 'status', status: 503, times: 3 } },
  { name: 'slow', label: 'Answer five times 2 seconds late', fault: { kind: 'slow', delayMs: 2_000, times: 5 } },
  { name: 'flaky', label: 'Fail one request in ten', fault: { kind: 'status', status: 500, share: 0.1 } },
  { name: 'cut', label: 'Cut the next answer halfway', fault: { kind: 'cut', afterBytes: 100 } },
  { name: 'locks', label: 'Lock one record in five', fault: { kind: 'lock', share: 0.2 } },
  { name: 'full', label: 'Leave no room for new records', fault: { kind: 'full', room: 0 } },
  { name: 'failJob', label: 'Fail the next bulk job', fault: { kind: 'job', outcome: 'failed' } },
  { name: 'stickJob', label: 'Let the next bulk job hang', fault: { kind: 'job', outcome: 'stuck' } },
  { name: 'limit', label: 'Exceed the limit once', fault: { kind: 'status', status: 403 } },
  { name: 'expire', label: 'End every session', fault: undefined },
];

/** A fault as a person reads it. */
export function faultText(fault: Fault): string {
  const { share, times } = fault;
  const often = [share === undefined ? '' : `${Math.round(share * 100)} % of them`, times === undefined ? '' : `${times} more`].filter((part) => part !== '');
  const where = 'path' in fault && fault.path ? [`at ${fault.path}`] : [];
  return [whatOf(fault), ...where, ...often].join(' · ');
}

function whatOf(fault: Fault): string {
  switch (fault.kind) {
    case 'status':
      return `Requests are answered ${fault.status}`;
    case 'slow':
      return `Requests are answered ${fault.delayMs / 1_000} s late`;
    case 'cut':
      return fault.afterBytes === undefined ? 'Connections are dropped' : `Answers are cut after ${fault.afterBytes} bytes`;
    case 'lock':
      return fault.parent === undefined ? 'Records are locked' : `Records below ${fault.parent} are locked`;
    case 'full':
      return `There is room for ${fault.room} new records`;
    case 'job':
      return fault.outcome === 'stuck' ? 'Bulk jobs hang' : `Bulk jobs end as ${fault.outcome}`;
    case 'gap':
      return 'Change events are gaps';
    case 'pages':
      return `Results come in pages of ${fault.size}`;
    case 'clock':
      return `The clock is ${Math.round(fault.offsetMs / 1_000)} s ahead`;
  }
}

/** What a run is for. `undoPlan`: says what an undo would take back. */
export interface RunKind {
  readonly what: 'run' | 'plan' | 'apply' | 'undoPlan' | 'undo';
  /** The plan it applied, the run it takes back, or the one whose rejected rows a plan takes again. */
  readonly about?: string | undefined;
  /** Of a plan: the node up to which the flow was looked at. Such a plan is not for applying. */
  readonly upTo?: string | undefined;
}

/** Writes nothing. */
export function isPlan({ what }: RunKind): boolean {
  return what === 'plan' || what === 'undoPlan';
}

interface Listed {
  readonly run: string;
  readonly mode: 'write' | 'plan';
  readonly about?: string | undefined;
}

/** The kind of a run in a list of runs. What it is about is looked up there: a plan was applied, anything else taken back. */
export function kindOfListed({ mode, about }: Listed, list: readonly Listed[]): RunKind {
  if (about === undefined) return { what: mode === 'plan' ? 'plan' : 'run' };
  if (mode === 'plan') return { what: 'undoPlan', about };
  return { what: list.find(({ run }) => run === about)?.mode === 'plan' ? 'apply' : 'undo', about };
}

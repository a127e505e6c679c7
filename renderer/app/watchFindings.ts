import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { Problem } from '../../flows/kit/errors.ts';
import { checkCalls } from '../../flows/model/checkCalls.ts';
import type { FlowStore } from '../stores/flowStore.ts';

const waitMs = 30;

type Definitions = Readonly<Record<string, NodeDefinition>>;

/** Checks the document as it stands. */
export function checkNow(flow: FlowStore, definitions: Definitions): void {
  const { document, drift, called } = flow.getState();
  const { problems: own, schemas } = checkCalls(document, called, definitions);
  const problems = [...own, ...drift];
  const byNode = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.where.node === undefined) continue;
    const list = byNode.get(problem.where.node);
    if (list) list.push(problem);
    else byNode.set(problem.where.node, [problem]);
  }
  flow.getState().found({ problems, byNode, schemas });
}

/** Checks the document shortly after each change. Gives the function that ends it. */
export function watchFindings(flow: FlowStore, definitions: Definitions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (): void => checkNow(flow, definitions);
  const end = flow.subscribe((state, before) => {
    if (state.document === before.document && state.drift === before.drift && state.called === before.called) return;
    clearTimeout(timer);
    timer = setTimeout(check, waitMs);
  });
  check();
  return () => {
    clearTimeout(timer);
    end();
  };
}

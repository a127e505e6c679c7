import type { Problem } from '../kit/errors.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { callType } from './callInterface.ts';
import { checkFlow, type FlowCheck } from './checkFlow.ts';
import type { FlowDocument } from './document.ts';
import { inlineCalls, innerMark, type CalledFlows } from './inlineCalls.ts';

/**
 * Checks a flow with the flows it calls. What is found inside a called flow is told at the call, with the name of the inner node; columns are
 * known through calls. A flow without calls is checked as `checkFlow` does.
 */
export function checkCalls(document: FlowDocument, called: CalledFlows, definitions: Readonly<Record<string, NodeDefinition>>): FlowCheck {
  const whole = inlineCalls(document, called, definitions);
  const { problems, schemas } = checkFlow(whole.document, definitions);
  if (whole.document === document) return { problems: [...problems, ...whole.problems], schemas };
  const outside = new Map(schemas);
  for (const [end, schema] of schemas) {
    const call = outerNode(end);
    // `clean/good.out` is what leaves the card `clean` by its port `good`.
    if (end.endsWith('.out') && document.nodes[call]?.type === callType) outside.set(`${call}.${end.slice(call.length + 1, -'.out'.length)}`, schema);
  }
  const told = problems.flatMap((problem): Problem[] => {
    const { node } = problem.where;
    if (node === undefined || !node.includes(innerMark)) return [problem];
    // What else a called flow is warned of is its own affair.
    return problem.severity === 'error' ? [atCall(problem, node, whole.document)] : [];
  });
  return { problems: [...whole.problems.map((problem) => (problem.where.node?.includes(innerMark) ? atCall(problem, problem.where.node, whole.document) : problem)), ...told], schemas: outside };
}

/** The node on the canvas that stands for a node of a run: the call for `clean/filter`, else the node itself. */
export function outerNode(node: string): string {
  const mark = node.indexOf(innerMark);
  return mark < 0 ? node : node.slice(0, mark);
}

function atCall(problem: Problem, node: string, whole: FlowDocument): Problem {
  const title = whole.nodes[node]?.title ?? node;
  return { ...problem, message: `${title}: ${problem.message}`, where: { node: outerNode(node) } };
}

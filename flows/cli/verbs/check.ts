import { exitCodes } from '../../kit/errors.ts';
import { checkFlow } from '../../model/checkFlow.ts';
import { definitions } from '../../nodes/definitions.ts';
import { openFlowFile, withLines } from '../openFlowFile.ts';
import { printProblems } from '../printProblems.ts';
import { counted } from '../words.ts';
import type { RunVerb } from '../verbs.ts';

/** `sluice check FILE [--json]` */
export const check: RunVerb = async ({ operands, has }, terminal) => {
  const file = operands[0]!;
  const flow = await openFlowFile(file, terminal.cwd, definitions);
  const problems = withLines(checkFlow(flow.document, definitions).problems, file, flow);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (has('json')) {
    terminal.out(`${JSON.stringify({ file, isRunnable: errors === 0, problems })}\n`);
  } else {
    printProblems(terminal, problems);
    const warnings = problems.length - errors;
    const parts = [...(errors > 0 ? [counted(errors, 'error')] : []), ...(warnings > 0 ? [counted(warnings, 'warning')] : [])];
    const { nodes, edges } = flow.document;
    terminal.out(parts.length > 0 ? `${file}: ${parts.join(', ')}.\n` : `${file} is fine: ${counted(Object.keys(nodes).length, 'node')}, ${counted(edges.length, 'edge')}.\n`);
  }
  return errors > 0 ? exitCodes.settings : 0;
};

import { relative } from 'node:path';
import { writeFileAtomic } from '../../connections/writeFileAtomic.ts';
import { exitCodes, type Problem } from '../../kit/errors.ts';
import { checkFlow } from '../../model/checkFlow.ts';
import { fieldDrift, usedFields } from '../../model/fieldDrift.ts';
import { fieldsFileName, writeFields } from '../../model/fieldsFile.ts';
import { applyParameters } from '../../model/parameters.ts';
import { extentOf, notedFields, usesNow } from '../fieldGuard.ts';
import { openFlowFile, withLines, type FlowFile } from '../openFlowFile.ts';
import { pairs } from '../pairs.ts';
import type { Arguments } from '../parseArguments.ts';
import { printProblems } from '../printProblems.ts';
import { runConnections } from '../runConnections.ts';
import type { Terminal } from '../terminal.ts';
import { counted } from '../words.ts';
import type { RunVerb } from '../verbs.ts';

/** What asking the orgs came to. */
interface Fields {
  readonly problems: readonly Problem[];
  /** A sentence for people; undefined where no org was asked. */
  readonly said: string | undefined;
}

/** `sluice check FILE [--org] [--record] [--connection name=other]… [--param k=v]… [--json]` */
export const check: RunVerb = async (given, terminal) => {
  const file = given.operands[0]!;
  const flow = await openFlowFile(file, terminal.cwd);
  const found = checkFlow(flow.document, flow.definitions).problems;
  const isRunnable = !found.some(({ severity }) => severity === 'error');
  const asksOrg = given.has('org') || given.has('record') || given.values('connection').length > 0;
  const fields = isRunnable && asksOrg ? await askOrgs(flow, given, terminal) : { problems: [], said: undefined };
  const problems = withLines([...found, ...fields.problems], file, flow);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (given.has('json')) {
    terminal.out(`${JSON.stringify({ file, isRunnable: errors === 0, problems })}\n`);
  } else {
    printProblems(terminal, problems);
    const warnings = problems.length - errors;
    const parts = [...(errors > 0 ? [counted(errors, 'error')] : []), ...(warnings > 0 ? [counted(warnings, 'warning')] : [])];
    const { nodes, edges } = flow.document;
    terminal.out(parts.length > 0 ? `${file}: ${parts.join(', ')}.\n` : `${file} is fine: ${counted(Object.keys(nodes).length, 'node')}, ${counted(edges.length, 'edge')}.\n`);
    if (fields.said !== undefined) terminal.out(`${fields.said}\n`);
  }
  return errors > 0 ? exitCodes.settings : 0;
};

/** Compares the fields with what was noted of them, or notes them. */
async function askOrgs(flow: FlowFile, given: Arguments, terminal: Terminal): Promise<Fields> {
  const connections = runConnections(pairs('check', given, 'connection'), terminal.env);
  const cancelling = new AbortController();
  const forget = terminal.onInterrupt(() => cancelling.abort());
  try {
    const document = applyParameters(flow.document, pairs('check', given, 'param'));
    const uses = await usesNow(document, flow, connections, cancelling.signal);
    const { fields, objects } = extentOf(uses);
    const what = `${counted(fields, 'field')} of ${counted(objects, 'object')}`;
    const file = fieldsFileName(flow.path);
    const name = relative(terminal.cwd, file) || file;
    if (fields === 0) return { problems: [], said: 'The flow uses no fields of an org that it names.' };
    for (const { node } of uses.filter(({ access, columns }) => columns === undefined && !access.includes('read'))) {
      if (!given.has('json')) terminal.err(`Which columns come into "${document.nodes[node]!.title ?? node}" is known only when it runs: the fields that they fill are not looked at. Setting the columns of its source helps.\n`);
    }
    const noted = await notedFields(flow);
    const problems = noted ? fieldDrift(noted, uses) : [];
    if (given.has('record')) {
      await writeFileAtomic(file, writeFields(usedFields(uses)));
      return { problems, said: `${what} written to ${name}. Keep it beside the flow.` };
    }
    if (!noted) return { problems, said: `Nothing was noted of the ${what} it uses. "sluice check ${given.operands[0]!} --record" notes them; later checks then say what has changed.` };
    return { problems, said: problems.length === 0 ? `${what}: as noted in ${name}.` : `Noted in ${name}. When the flow fits again, --record notes what is there now.` };
  } finally {
    forget();
    await connections.close();
  }
}

import { AppError, asAppError, closest, exitCodes } from '../kit/errors.ts';
import { parseArguments, usage } from './parseArguments.ts';
import { printError } from './printProblems.ts';
import type { Terminal } from './terminal.ts';
import { verbs, type Verb } from './verbs.ts';

const spoken: Readonly<Record<string, string>> = { '--help': 'help', '-h': 'help', '--version': 'version', '-v': 'version' };

/** Does what a command line says and gives the exit code. Never rejects: what went wrong stands on stderr. */
export async function commandLine(texts: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const [first = 'help', ...rest] = texts;
    const asksHelp = !Object.hasOwn(spoken, first) && rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined).some((text) => text === '--help' || text === '-h');
    const verb = verbNamed(asksHelp ? 'help' : (spoken[first] ?? first));
    const given = parseArguments(verb.name, verb.options, asksHelp ? [first] : rest);
    const wanted = verb.operands.split(' ').filter((word) => word !== '');
    if (given.operands.length > wanted.length) throw usage(verb.name, `"sluice ${verb.name}" does not know what to do with "${given.operands[wanted.length]!}".`);
    const missing = wanted[given.operands.length];
    if (missing !== undefined && !missing.startsWith('[')) throw usage(verb.name, `"sluice ${verb.name}" needs ${missing}.`);
    return await (await verb.load())(given, terminal);
  } catch (thrown) {
    const error = asAppError(thrown);
    printError(terminal, error);
    return exitCodes[error.kind];
  }
}

function verbNamed(name: string): Verb {
  const verb = verbs.find((one) => one.name === name);
  if (verb) return verb;
  const names = verbs.map((one) => one.name);
  const near = closest(name, names);
  const message = `There is no verb "${name}". Verbs: ${names.join(', ')}.`;
  throw new AppError('settings', 'usage', { message, hint: near ? `Did you mean "sluice ${near}"?` : '"sluice help" shows them.' });
}

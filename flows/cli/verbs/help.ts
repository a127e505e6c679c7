import { closest } from '../../kit/errors.ts';
import { usage } from '../parseArguments.ts';
import { painter, type Paint, type Terminal } from '../terminal.ts';
import { verbs, type RunVerb, type Verb } from '../verbs.ts';
import { wrapped } from '../words.ts';

/** `sluice help [VERB]` */
export const help: RunVerb = async ({ operands: [name] }, terminal) => {
  if (name === undefined) terminal.out(overview(painter(terminal)));
  else terminal.out(verbHelp(find(name), painter(terminal), terminal));
  return 0;
};

function find(name: string): Verb {
  const verb = verbs.find((one) => one.name === name);
  if (verb) return verb;
  const names = verbs.map((one) => one.name);
  const near = closest(name, names);
  throw usage('help', `There is no verb "${name}". Verbs: ${names.join(', ')}.`, near ? `Did you mean "sluice help ${near}"?` : undefined);
}

function overview(paint: Paint): string {
  const calls = verbs.map((verb) => [call(verb), verb.summary] as const);
  const width = Math.max(...calls.map(([text]) => text.length));
  const lines = calls.map(([text, summary]) => `  sluice ${text.padEnd(width)}  ${summary}`);
  return `${paint('bold', 'Sluice runs integration flows for Salesforce.')}\n\n${lines.join('\n')}\n\nsluice help VERB shows the options of a verb.\n`;
}

function verbHelp(verb: Verb, paint: Paint, terminal: Terminal): string {
  const options = verb.options.map((option) => [`${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`, `${option.help}${option.isMany ? ' May be repeated.' : ''}`] as const);
  const width = Math.max(0, ...options.map(([text]) => text.length));
  const room = Math.max(30, Math.min(terminal.size().columns, 110) - width - 4);
  const lines = options.flatMap(([text, words]) => wrapped(words, room).map((line, index) => `  ${(index === 0 ? text : '').padEnd(width)}  ${line}`));
  const blocks = [`${paint('bold', `sluice ${call(verb)}${options.length > 0 ? ' [options]' : ''}`)}\n${verb.summary}`];
  if (lines.length > 0) blocks.push(lines.join('\n'));
  if (verb.notes) blocks.push(verb.notes.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function call({ name, operands }: Verb): string {
  return operands === '' ? name : `${name} ${operands}`;
}

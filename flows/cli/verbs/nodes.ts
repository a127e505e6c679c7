import { AppError, closest } from '../../kit/errors.ts';
import { categories, type NodeDefinition } from '../../kit/defineNode.ts';
import { describeFields, type FieldDescription } from '../../kit/fields.ts';
import type { Example } from '../../nodes/cases.ts';
import { loadDefinitions, type Definitions } from '../../nodes/loadDefinitions.ts';
import { painter, type Paint, type Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';
import { wrapped } from '../words.ts';

/** `sluice nodes [TYPE] [--json]` */
export const nodes: RunVerb = async ({ operands: [type], has }, terminal) => {
  const definitions = await loadDefinitions();
  if (type === undefined) {
    const all = Object.values(definitions);
    terminal.out(has('json') ? jsonText(all.map(describe)) : list(all, painter(terminal)));
    return 0;
  }
  const definition = find(type, definitions);
  const examples = (await import('../../nodes/cases.ts')).examplesOf(type);
  terminal.out(has('json') ? jsonText({ ...describe(definition), examples }) : page(definition, examples, painter(terminal), terminal));
  return 0;
};

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function find(type: string, definitions: Definitions): NodeDefinition {
  if (Object.hasOwn(definitions, type)) return definitions[type]!;
  const types = Object.keys(definitions).sort();
  const near = closest(type, types);
  const message = `There is no node type "${type}". Node types: ${types.join(', ')}.`;
  throw new AppError('settings', 'nodeTypeUnknown', { message, ...(near ? { hint: `Did you mean "${near}"?` } : {}) });
}

/** Everything of a definition that is data. */
function describe(definition: NodeDefinition) {
  const { type, version, kind, title, summary, category, keywords, traits } = definition;
  return { type, version, kind, title, summary, category, keywords: keywords ?? [], ports: portsOf(definition), settings: describeFields(definition.settings), traits };
}

/** The ports with every setting at its default. */
function portsOf(definition: NodeDefinition): ReturnType<NodeDefinition['ports']> {
  return definition.ports(definition.settings.parse({}));
}

function list(all: readonly NodeDefinition[], paint: Paint): string {
  const width = Math.max(...all.map(({ type }) => type.length));
  const groups = categories.map((category) => ({ category, members: all.filter((one) => one.category === category).sort((a, b) => (a.type < b.type ? -1 : 1)) }));
  const blocks = groups
    .filter(({ members }) => members.length > 0)
    .map(({ category, members }) => `${paint('bold', category)}\n${members.map(({ type, summary }) => `  ${type.padEnd(width)}  ${summary}`).join('\n')}`);
  return `${blocks.join('\n\n')}\n\nsluice nodes TYPE tells everything about one.\n`;
}

function page(definition: NodeDefinition, examples: readonly Example[], paint: Paint, terminal: Terminal): string {
  const { type, title, kind, summary, settings } = definition;
  const ports = portsOf(definition);
  const width = Math.min(terminal.size().columns, 110);
  const portLines = [...ports.in.map((port) => ['in', port] as const), ...ports.out.map((port) => ['out', port] as const)].map(
    ([way, port]) => `  ${way.padEnd(3)}  ${port.name.padEnd(8)}  ${port.title}`,
  );
  const fieldLines = describeFields(settings).flatMap((field) => fieldBlock(field, paint, width));
  return [
    `${paint('bold', title)} (${type}), a ${kind}`,
    ...wrapped(summary, width),
    '',
    paint('bold', 'Ports'),
    ...portLines,
    '',
    paint('bold', 'Settings'),
    ...fieldLines,
    '',
    ...(examples.length > 0 ? [paint('bold', 'Examples'), ...examples.flatMap(exampleBlock), ''] : []),
  ].join('\n');
}

function fieldBlock(field: FieldDescription, paint: Paint, width: number): string[] {
  const kind = field.control === 'table' ? tableKind(field) : kinds[field.control];
  const facts = [field.control === 'choice' ? `one of ${field.options!.map(({ value }) => value).join(', ')}` : kind];
  if (field.required) facts.push('required');
  if (field.when) facts.push(`when ${field.when.setting} is ${field.when.is.join(' or ')}`);
  if (field.default !== '' && !(Array.isArray(field.default) && field.default.length === 0)) facts.push(`default ${String(field.default)}`);
  const lines = [`  ${paint('bold', field.name)}  ${paint('dim', facts.join('; '))}`, ...wrapped(field.help, width - 6).map((line) => `      ${line}`)];
  for (const option of field.options ?? []) if (option.help) lines.push(...wrapped(`${option.value}: ${option.help}`, width - 8).map((line) => `        ${line}`));
  return lines;
}

/** A table in the words of its flow file. */
function tableKind({ cells = {} }: FieldDescription): string {
  const parts = Object.entries(cells).map(([key, { options }]) => (options ? `${key}: ${options.map(({ value }) => value).join(' or ')}` : key));
  return `list of { ${parts.join(', ')} }`;
}

function exampleBlock({ title, settings }: Example): string[] {
  const lines = Object.entries(settings).map(([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return [`  ${title.replace(/\.$/, '')}`, ...lines];
}

const kinds: Readonly<Record<FieldDescription['control'], string>> = {
  text: 'text',
  number: 'number',
  toggle: 'true or false',
  choice: 'one of several',
  formula: 'formula',
  columns: 'list of columns',
  columnTypes: 'list of { name, type }',
  table: 'list of entries',
  mapping: 'list of { column, formula }',
  arguments: 'list of { name, value }',
  connection: 'name of a connection',
  lookup: 'text, picked from a list in the app',
  file: 'file name, from the folder of the flow',
};

import type { NodeDefinition } from '../kit/defineNode.ts';
import { describeFields, isFieldShown, type FieldDescription } from '../kit/fields.ts';
import { parseEnd, type FlowDocument, type FlowNode } from './document.ts';
import { edgesInto, flowOrder } from './flowGraph.ts';

type Definitions = Readonly<Record<string, NodeDefinition>>;
type Row = readonly string[];

/**
 * A flow in words, as Markdown: what it is for, what is asked at a run, and every step in the order rows go with its settings, its formulas
 * and which column fills which field. For those who sign off a load and never open the flow. It says what the document says, and no more.
 */
export function mappingDocument(document: FlowDocument, definitions: Definitions): string {
  const order = flowOrder(document);
  const titleOf = (id: string): string => document.nodes[id]?.title ?? definitions[document.nodes[id]?.type ?? '']?.title ?? id;
  const parts = [`# ${document.name}`, ...(document.description ? [document.description] : []), ...parameters(document), ...limits(document)];
  for (const [index, id] of order.entries()) {
    const node = document.nodes[id]!;
    const definition = definitions[node.type];
    parts.push(`## ${index + 1}. ${titleOf(id)}`);
    const feeders = edgesInto(document, id).map(({ from }) => parseEnd(from));
    const from = feeders.map((end) => `${titleOf(end.node)}${end.port === 'rejected' ? ', rejected rows' : ''}`);
    parts.push([definition?.title ?? node.type, ...(from.length === 0 ? [] : [`rows from: ${from.join('; ')}`])].join(' · '));
    if (node.note) parts.push(node.note);
    if (definition) parts.push(...settingsOf(node, definition));
  }
  return `${parts.join('\n\n')}\n`;
}

function parameters({ parameters: all }: FlowDocument): string[] {
  const rows = Object.entries(all).map(([name, one]) => [name, one.type, one.default === undefined ? 'asked at the run' : String(one.default), one.description ?? '']);
  return rows.length === 0 ? [] : ['## Parameters', table(['Parameter', 'Type', 'Value', 'What it is'], rows)];
}

function limits({ limits: given = {} }: FlowDocument): string[] {
  const lines = [
    ...(given.rows === undefined ? [] : [`- A run writes ${given.rows} records at most.`]),
    ...(given.deletes === undefined ? [] : [`- A run deletes ${given.deletes} records at most.`]),
    ...(given.sandboxFirst ? ['- It runs in a sandbox before it writes to production.'] : []),
  ];
  return lines.length === 0 ? [] : ['## Limits', lines.join('\n')];
}

/** What is set and is not as it would be anyway: short values in one table, then each list of columns and formulas in its own. */
function settingsOf(node: FlowNode, { settings }: NodeDefinition): string[] {
  const fields = describeFields(settings);
  const values = { ...Object.fromEntries(fields.map((field) => [field.name, field.default])), ...node.settings };
  const shown = fields.filter((field) => isFieldShown(field, values) && isSet(values[field.name]) && !isSame(values[field.name], field.default));
  const short = shown.filter(({ name }) => !isList(values[name]));
  const parts = short.length === 0 ? [] : [table(['Setting', 'Value'], short.map((field) => [field.title, shortValue(field, values[field.name])]))];
  for (const field of shown.filter(({ name }) => isList(values[name]))) {
    const entries = values[field.name] as readonly Readonly<Record<string, unknown>>[];
    const keys = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
    parts.push(`**${field.title}**`, table(keys.map((key) => field.cells?.[key]?.title ?? capital(key)), entries.map((entry) => keys.map((key) => cellText(key, entry[key])))));
  }
  return parts;
}

function shortValue({ options, control }: FieldDescription, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = options?.find((option) => option.value === value)?.title ?? String(value);
  return control === 'formula' || text.includes('\n') ? code(text) : text;
}

function cellText(key: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return key === 'formula' && text !== '' ? code(text) : text;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'object' && entry !== null);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** As code, also where the text has backticks itself. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text.replaceAll(/\s*\n\s*/g, ' ')}${pad}${fence}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

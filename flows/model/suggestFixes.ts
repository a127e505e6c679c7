import { closest } from '../kit/errors.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { writeColumn } from '../kit/formula/columns.ts';
import { parseEnd, type FlowDocument } from './document.ts';
import type { Edit } from './edits.ts';
import type { FieldFacts } from '../kit/fieldFacts.ts';
import { edgesInto } from './flowGraph.ts';
import type { RejectedGroup } from './groupRejected.ts';
import { newNodeId } from './newNodeId.ts';

/** Something that would help. With an edit it can be done at once; without, it is advice. */
export interface Fix {
  readonly id: 'valueMap' | 'default' | 'truncate' | 'blankInvalid' | 'leaveOut' | 'lookUp' | 'upsert' | 'fewerAtOnce' | 'again';
  /** What a button says. */
  readonly title: string;
  /** What it does, and what to look at afterwards. */
  readonly detail: string;
  /** One edit, so that it is undone as one. Absent: nothing in the flow is to be changed. */
  readonly edit?: Edit;
  /** The node it adds or changes, to be opened then. */
  readonly node?: string;
}

export interface FixPlace {
  readonly document: FlowDocument;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  /** The node that rejected the rows. */
  readonly node: string;
  /** The columns that come into it. */
  readonly schema: readonly { readonly name: string }[];
  /** The fields of the object it writes, where they are known. */
  readonly fields?: readonly FieldFacts[];
}

/** What would keep the rows of a group from being rejected again, the likeliest first. Pure: whoever asks applies the edit. */
export function suggestFixes(group: RejectedGroup, place: FixPlace): Fix[] {
  const { column } = group;
  switch (group.code) {
    case 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST':
    case 'notInList':
      return column === undefined ? [] : [...valueMap(group, column, place), leaveOut(group, column, place)];
    case 'REQUIRED_FIELD_MISSING':
      return column === undefined ? [] : [giveDefault(column, place), ...(has(place, column) ? [leaveOutBlank(column, place)] : [])];
    case 'keyBlank':
      return column !== undefined && has(place, column) ? [leaveOutBlank(column, place)] : [];
    case 'STRING_TOO_LONG':
      return column !== undefined && group.length !== undefined ? [truncate(column, group.length, place)] : [];
    case 'INVALID_EMAIL_ADDRESS':
      return column === undefined ? [] : [blankInvalid(column, place), leaveOut(group, column, place)];
    case 'MALFORMED_ID':
    case 'INVALID_CROSS_REFERENCE_KEY':
      return column === undefined ? [] : lookUp(column, place);
    case 'DUPLICATE_VALUE':
      return upsert(column, place);
    case 'UNABLE_TO_LOCK_ROW':
      return [{ id: 'again', title: 'Take the rows again', detail: 'Nothing is wrong with them. Somebody else was writing the same records.' }, ...fewerAtOnce(place)];
    default:
      return [];
  }
}

function valueMap({ values }: RejectedGroup, column: string, place: FixPlace): Fix[] {
  if (values.length === 0) return [];
  const known = factsOf(place, column)?.values ?? [];
  const entries = values.map(({ value }) => ({ column, from: value, to: closest(value, known) ?? '' }));
  const open = entries.filter(({ to }) => to === '').map(({ from }) => from);
  const detail =
    open.length === 0
      ? `${entries.map(({ from, to }) => `"${from}" becomes "${to}"`).slice(0, 3).join(', ')}${entries.length > 3 ? ' …' : ''}. Look whether that is what is meant.`
      : `Say what ${open.slice(0, 3).map((value) => `"${value}"`).join(', ')}${open.length > 3 ? ' …' : ''} ${open.length === 1 ? 'becomes' : 'become'}; until then ${open.length === 1 ? 'it is' : 'they are'} made blank.`;
  return [splice(place, 'valueMap', `Replace values of ${column}`, detail, 'replaceValues', { values: entries })];
}

function giveDefault(column: string, place: FixPlace): Fix {
  const facts = factsOf(place, column);
  const value = facts?.values?.[0] ?? '[not provided]';
  const written = JSON.stringify(value);
  const formula = has(place, column) ? `IF(ISBLANK(${writeColumn(column)}), ${written}, ${writeColumn(column)})` : written;
  return splice(place, 'default', `Fill ${column} where it is blank`, `Blank becomes "${value}". Put there what suits.`, 'mapColumns', { columns: [{ column, formula }] });
}

function truncate(column: string, length: number, place: FixPlace): Fix {
  const formula = `LEFT(${writeColumn(column)}, ${length})`;
  return splice(place, 'truncate', `Cut ${column} to ${length} characters`, 'What is longer loses its end.', 'mapColumns', { columns: [{ column, formula }] });
}

function blankInvalid(column: string, place: FixPlace): Fix {
  const name = writeColumn(column);
  const formula = `IF(REGEX(${name}, "[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+"), ${name}, null)`;
  return splice(place, 'blankInvalid', `Make what is no address blank in ${column}`, 'The rest of the row is written.', 'mapColumns', { columns: [{ column, formula }] });
}

function leaveOut({ values }: RejectedGroup, column: string, place: FixPlace): Fix {
  const tests = values.map(({ value }) => `${writeColumn(column)} = ${JSON.stringify(value)}`);
  const condition = tests.length === 1 ? `NOT(${tests[0]!})` : `NOT(OR(${tests.join(', ')}))`;
  return splice(place, 'leaveOut', 'Leave these rows out', 'They are counted as dropped instead of rejected.', 'filterRows', { condition });
}

function leaveOutBlank(column: string, place: FixPlace): Fix {
  return splice(place, 'leaveOut', `Leave out rows without ${column}`, 'They are counted as dropped instead of rejected.', 'filterRows', { condition: `NOT(ISBLANK(${writeColumn(column)}))` });
}

/** Reads the records that the column may point to, and puts their ids in its place, found by name. */
function lookUp(column: string, place: FixPlace): Fix[] {
  const object = factsOf(place, column)?.referenceTo?.[0];
  const { document, node } = place;
  const connection = document.nodes[node]?.settings['connection'];
  const edge = edgesInto(document, node)[0];
  if (object === undefined || typeof connection !== 'string' || !edge) return [];
  const query = newNodeId(document, 'salesforceQuery');
  const look = newNodeId(document, 'lookupRows', [query]);
  const map = newNodeId(document, 'mapColumns', [query, look]);
  const found = 'Found Id';
  const kept = place.schema.filter(({ name }) => name !== column).map(({ name }) => ({ column: name, formula: writeColumn(name) }));
  const edits: Edit[] = [
    addNode(place, query, 'salesforceQuery', { connection, soql: `SELECT Id, Name FROM ${object}`, columns: [{ name: 'Id', type: 'text' }, { name: 'Name', type: 'text' }] }),
    addNode(place, look, 'lookupRows', { keys: [{ column, equals: 'Name' }], columns: [{ column: 'Id', name: found }], isLoose: true, onNone: 'reject' }),
    addNode(place, map, 'mapColumns', { columns: [...kept, { column, formula: writeColumn(found) }], keepOthers: false }),
    { edit: 'removeEdge', edge },
    { edit: 'addEdge', edge: { from: edge.from, to: `${look}.in` } },
    { edit: 'addEdge', edge: { from: `${query}.out`, to: `${look}.reference` } },
    { edit: 'addEdge', edge: { from: `${look}.out`, to: `${map}.in` } },
    { edit: 'addEdge', edge: { from: `${map}.out`, to: edge.to } },
  ];
  return [{ id: 'lookUp', title: `Find ${object} by name`, detail: `${column} is taken for the name of a record of ${object}, and replaced by its id. Rows whose name is blank or not found are rejected.`, edit: { edit: 'all', edits }, node: look }];
}

function upsert(column: string | undefined, { document, node }: FixPlace): Fix[] {
  const settings = document.nodes[node]?.settings;
  if (column === undefined || settings === undefined || document.nodes[node]?.type !== 'salesforceWrite' || settings['operation'] === 'upsert') return [];
  const edits: Edit[] = [
    { edit: 'setSetting', id: node, path: ['operation'], value: 'upsert' },
    { edit: 'setSetting', id: node, path: ['key'], value: column },
  ];
  return [{ id: 'upsert', title: `Upsert by ${column}`, detail: 'Records that are there already are changed instead of made again.', edit: { edit: 'all', edits }, node }];
}

function fewerAtOnce({ document, node, definitions }: FixPlace): Fix[] {
  const { type } = document.nodes[node] ?? {};
  if (type === undefined || !('parallel' in (definitions[type]?.settings.shape ?? {}))) return [];
  const edit: Edit = { edit: 'setSetting', id: node, path: ['parallel'], value: 1 };
  return [{ id: 'fewerAtOnce', title: 'Write one call at a time', detail: 'Slower, but calls of this flow no longer wait for each other. Sorting by the parent record helps too.', edit, node }];
}

/** A fix that puts a node before the one that rejected. */
function splice(place: FixPlace, id: Fix['id'], title: string, detail: string, type: string, settings: Readonly<Record<string, unknown>>): Fix {
  const { document, node } = place;
  const added = newNodeId(document, type);
  const before = edgesInto(document, node).filter(({ to }) => parseEnd(to).port === 'in');
  const edits: Edit[] = [
    addNode(place, added, type, settings),
    ...before.flatMap((edge): Edit[] => [{ edit: 'removeEdge', edge }, { edit: 'addEdge', edge: { from: edge.from, to: `${added}.in` } }]),
    { edit: 'addEdge', edge: { from: `${added}.out`, to: `${node}.in` } },
  ];
  return { id, title, detail, edit: { edit: 'all', edits }, node: added };
}

function addNode({ definitions }: FixPlace, id: string, type: string, settings: Readonly<Record<string, unknown>>): Edit {
  return { edit: 'addNode', id, node: { type, version: definitions[type]!.version, settings: { ...settings } } };
}

function has({ schema }: FixPlace, column: string): boolean {
  return schema.some(({ name }) => name === column);
}

function factsOf({ fields }: FixPlace, column: string): FieldFacts | undefined {
  return fields?.find(({ name }) => name.toLowerCase() === column.toLowerCase());
}

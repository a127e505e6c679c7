import { AppError } from '../../kit/errors.ts';
import type { ColumnSpec, ColumnType } from '../../kit/schema.ts';
import { columnTypeOf, findField, listedValues, type FieldDescribe, type ObjectDescribe } from './objectDescribe.ts';
import { clause, clausesOf, listItems } from './soql/clauses.ts';

/** What a query selects and from where, as far as the columns of its rows depend on it. */
export interface SelectList {
  readonly object: string;
  /** One per column, in order: a field path, an aggregate or function with its alias, or a child sub-query. */
  readonly items: readonly string[];
}

type Describe = (object: string) => Promise<ObjectDescribe>;

/** Reads SELECT … FROM of a SOQL query. Undefined when it is not a query that names them; the org then says what is wrong. */
export function parseSelectList(soql: string): SelectList | undefined {
  const clauses = clausesOf(soql);
  const object = clauses && /^[A-Za-z0-9_]+/.exec(clause(clauses, 'from')!)?.[0];
  return object === undefined ? undefined : { object, items: listItems(clause(clauses!, 'select')!) };
}

/** A column of a query's rows. */
export interface SelectedColumn extends ColumnSpec {
  /** Of picklists: the values that can be chosen. */
  readonly options?: readonly string[];
}

/** The columns of a query's rows with their types, from the describes of the objects its paths go through. */
export async function selectedColumns(list: SelectList, describe: Describe): Promise<SelectedColumn[]> {
  const columns: SelectedColumn[] = [];
  let unnamed = 0;
  for (const item of list.items) {
    const all = /^fields\s*\(\s*(all|standard|custom)\s*\)$/i.exec(item)?.[1]?.toLowerCase();
    const call = /^([A-Za-z_]+)\s*\(\s*(.*?)\s*\)\s*([A-Za-z0-9_]+)?$/.exec(item);
    if (item.startsWith('(')) columns.push({ name: /from ([A-Za-z0-9_]+)/i.exec(item)?.[1] ?? 'Children', type: 'text' });
    else if (all) {
      const { fields } = await describe(list.object);
      const wanted = fields.filter((field) => all === 'all' || field.name.endsWith('__c') === (all === 'custom'));
      columns.push(...wanted.map((field) => columnOf(field.name, field)));
    } else if (call) columns.push({ name: call[3] ?? `expr${unnamed++}`, type: await callType(call[1]!.toLowerCase(), call[2]!, list.object, describe) });
    else {
      const path = item.split(' ')[0]!;
      columns.push(columnOf(path, await fieldAt(path, list.object, describe)));
    }
  }
  return columns;
}

function columnOf(name: string, field: FieldDescribe | undefined): SelectedColumn {
  if (!field) return { name, type: 'text' };
  const options = listedValues(field);
  return { name, type: columnTypeOf(field), ...(options.length > 0 ? { options } : {}) };
}

async function callType(name: string, argument: string, object: string, describe: Describe): Promise<ColumnType> {
  if (name === 'min' || name === 'max') {
    const field = await fieldAt(argument, object, describe);
    return field ? columnTypeOf(field) : 'text';
  }
  return ['format', 'tolabel', 'fields', 'day_only'].includes(name) ? 'text' : 'number';
}

/** The field at `Account.Owner.Name` from Contact, by walking the relationships. A polymorphic step takes its first target. */
export async function fieldAt(path: string, object: string, describe: Describe): Promise<FieldDescribe | undefined> {
  const steps = path.split('.');
  let current = await describe(object);
  for (const step of steps.slice(0, -1)) {
    const reference = current.fields.find((field) => field.relationshipName?.toLowerCase() === step.toLowerCase());
    const target = reference?.referenceTo[0];
    if (target === undefined) {
      if (step.toLowerCase() === object.toLowerCase()) continue;
      throw new AppError('settings', 'fieldUnknown', { message: `${current.name} has no relationship "${step}" (in "${path}").`, hint: 'Check the query.' });
    }
    current = await describe(target);
  }
  return findField(current, steps.at(-1)!);
}

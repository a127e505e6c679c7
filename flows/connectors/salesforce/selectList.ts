import { AppError } from '../../kit/errors.ts';
import type { ColumnSpec, ColumnType } from '../../kit/schema.ts';
import { columnTypeOf, findField, type ObjectDescribe } from './objectDescribe.ts';

/** What a query selects and from where, as far as the columns of its rows depend on it. */
export interface SelectList {
  readonly object: string;
  /** One per column, in order: a field path, an aggregate or function with its alias, or a child sub-query. */
  readonly items: readonly string[];
}

type Describe = (object: string) => Promise<ObjectDescribe>;

/** Reads SELECT … FROM of a SOQL query. Undefined when it is not a query that names them; the org then says what is wrong. */
export function parseSelectList(soql: string): SelectList | undefined {
  const text = soql.replace(/\s+/g, ' ').trim();
  if (!/^select /i.test(text)) return undefined;
  const items: string[] = [];
  let depth = 0;
  let from = 7;
  for (let at = 7; at < text.length; at++) {
    const char = text[at];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (depth > 0) continue;
    else if (char === ',') {
      items.push(text.slice(from, at).trim());
      from = at + 1;
    } else if (/^ from /i.test(text.slice(at, at + 6))) {
      items.push(text.slice(from, at).trim());
      const object = /^ from ([A-Za-z0-9_]+)/i.exec(text.slice(at))?.[1];
      return object === undefined ? undefined : { object, items: items.filter((item) => item !== '') };
    }
  }
  return undefined;
}

/** The columns of a query's rows with their types, from the describes of the objects its paths go through. */
export async function selectedColumns(list: SelectList, describe: Describe): Promise<ColumnSpec[]> {
  const columns: ColumnSpec[] = [];
  let unnamed = 0;
  for (const item of list.items) {
    const all = /^fields\s*\(\s*(all|standard|custom)\s*\)$/i.exec(item)?.[1]?.toLowerCase();
    const call = /^([A-Za-z_]+)\s*\(\s*(.*?)\s*\)\s*([A-Za-z0-9_]+)?$/.exec(item);
    if (item.startsWith('(')) columns.push({ name: /from ([A-Za-z0-9_]+)/i.exec(item)?.[1] ?? 'Children', type: 'text' });
    else if (all) columns.push(...(await describe(list.object)).fields.filter((field) => all === 'all' || field.name.endsWith('__c') === (all === 'custom')).map((field) => ({ name: field.name, type: columnTypeOf(field) })));
    else if (call) columns.push({ name: call[3] ?? `expr${unnamed++}`, type: await callType(call[1]!.toLowerCase(), call[2]!, list.object, describe) });
    else {
      const path = item.split(' ')[0]!;
      columns.push({ name: path, type: (await fieldType(path, list.object, describe)) ?? 'text' });
    }
  }
  return columns;
}

async function callType(name: string, argument: string, object: string, describe: Describe): Promise<ColumnType> {
  if (name === 'min' || name === 'max') return (await fieldType(argument, object, describe)) ?? 'text';
  return ['format', 'tolabel', 'fields', 'day_only'].includes(name) ? 'text' : 'number';
}

/** The type of `Account.Owner.Name` from Contact, by walking the relationships. A polymorphic step takes its first target. */
async function fieldType(path: string, object: string, describe: Describe): Promise<ColumnType | undefined> {
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
  const field = findField(current, steps.at(-1)!);
  return field && columnTypeOf(field);
}

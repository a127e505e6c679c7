import type { Problem } from '../kit/errors.ts';
import type { FieldFacts, UsedObject } from '../kit/fieldFacts.ts';
import type { UsedFields } from './fieldsFile.ts';

/** What one node of a flow uses of one object, as the org says now. */
export interface NodeUse extends UsedObject {
  readonly node: string;
  /** The columns that come into the node: what fills a field that a new record must have. */
  readonly columns?: readonly string[];
}

/** What the uses of all nodes come to: by connection, object and field. */
export function usedFields(uses: readonly NodeUse[]): UsedFields {
  const used: Record<string, Record<string, Record<string, FieldFacts>>> = {};
  for (const { connection, object, fields } of uses) {
    const found = ((used[connection] ??= {})[object] ??= {});
    for (const facts of fields) found[facts.name] = facts;
  }
  return used;
}

/**
 * What has changed in the orgs, since it was noted, of the fields a flow uses: one problem for each change and node, in the nodes' order.
 * `error` where the node cannot work any more (a field is gone or may not be written), `warning` where some rows may be refused.
 */
export function fieldDrift(noted: UsedFields, uses: readonly NodeUse[]): Problem[] {
  return uses.flatMap((use) => {
    const { connection, object, fields, missing, node } = use;
    const before = noted[connection]?.[object];
    if (!before) return [];
    const at = (code: string, severity: Problem['severity'], field: string, message: string, hint?: string): Problem => ({
      code,
      severity,
      message: `${object}.${field} ${message}`,
      ...(hint === undefined ? {} : { hint }),
      where: { node },
    });
    const gone = missing.filter((name) => nameIn(before, name) !== undefined).map((name) => at('fieldGone', 'error', name, 'is no longer there, or this user may no longer see it.', 'Map the column to another field, or take it out.'));
    const changed = fields.flatMap((now) => {
      const then = before[now.name];
      if (!then) return isNewlyRequired(now, use) ? [at('fieldNowRequired', 'warning', now.name, 'is new, and a new record must have it. No column fills it.', 'Add a column for it; without one the org refuses new records.')] : [];
      return changes(then, now, use).map(([code, severity, message, hint]) => at(code, severity, now.name, message, hint));
    });
    return [...gone, ...changed];
  });
}

type Change = readonly [code: string, severity: Problem['severity'], message: string, hint?: string];

function changes(then: FieldFacts, now: FieldFacts, use: NodeUse): Change[] {
  const found: Change[] = [];
  const isWritten = use.access.some((access) => access !== 'read');
  const isFilled = use.columns === undefined || use.columns.some((column) => column.split('.')[0]!.toLowerCase() === now.name.toLowerCase());
  if (then.type !== now.type) found.push(['fieldTypeChanged', 'warning', `was ${then.type} and is ${now.type} now.`, 'Look whether its values still fit.']);
  if (then.length !== undefined && now.length !== undefined && now.length < then.length && isWritten) {
    found.push(['fieldShorter', 'warning', `took ${then.length} characters and takes ${now.length} now.`, `Longer texts are refused. LEFT(${now.name}, ${now.length}) cuts them.`]);
  }
  if (!then.isRequired && now.isRequired && isNewlyRequired(now, use)) {
    found.push(['fieldNowRequired', 'warning', 'must be filled in a new record now. No column fills it.', 'Add a column for it; without one the org refuses new records.']);
  } else if (!then.isRequired && now.isRequired && use.access.includes('create')) {
    found.push(['fieldNowRequired', 'warning', 'must be filled in a new record now.', 'Rows where it is blank are refused.']);
  }
  const removed = (then.values ?? []).filter((value) => !(now.values ?? []).includes(value));
  if (removed.length > 0 && isWritten) {
    const names = removed.slice(0, 5).map((value) => `"${value}"`).join(', ');
    const more = removed.length > 5 ? ` and ${removed.length - 5} more` : '';
    const end = now.isRestricted ? 'Rows with them are refused.' : 'Rows with them are taken, but nobody can choose them.';
    found.push(['picklistValuesGone', 'warning', `no longer has the ${removed.length === 1 ? 'value' : 'values'} ${names}${more}.`, `${end} Replace them by others.`]);
  } else if (now.isRestricted && then.isRestricted === false && isWritten) {
    found.push(['picklistRestricted', 'warning', 'takes no values any more but those of its list.', 'Rows with other values are refused.']);
  }
  if (isFilled && use.access.includes('create') && then.isCreateable && !now.isCreateable) found.push(['fieldNotWritable', 'error', 'may no longer be given to a new record by this user.', 'Ask for the right to edit the field, or take the column out.']);
  else if (isFilled && use.access.includes('update') && then.isUpdateable && !now.isUpdateable) found.push(['fieldNotWritable', 'error', 'may no longer be changed by this user.', 'Ask for the right to edit the field, or take the column out.']);
  if (then.referenceTo && now.referenceTo && then.referenceTo.join() !== now.referenceTo.join()) {
    found.push(['fieldPointsElsewhere', 'warning', `pointed to ${then.referenceTo.join(', ')} and points to ${now.referenceTo.join(', ')} now.`]);
  }
  return found;
}

/** A new record must have the field, and no column gives it. */
function isNewlyRequired(field: FieldFacts, { access, columns }: NodeUse): boolean {
  return field.isRequired && access.includes('create') && columns !== undefined && !columns.some((column) => column.toLowerCase() === field.name.toLowerCase());
}

function nameIn(fields: Readonly<Record<string, FieldFacts>>, name: string): string | undefined {
  return Object.keys(fields).find((known) => known.toLowerCase() === name.toLowerCase());
}

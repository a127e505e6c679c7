import type { Field, ObjectType } from '../schema/objectType.ts';

export interface ListView {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  readonly scope: 'everything' | 'mine';
  readonly columns: readonly { readonly name: string; readonly label: string }[];
  /** SOQL; `:me` in it stands for the user. */
  readonly soql: string;
}

const columnsShown = 6;

/** The list views of an object: all records, and those of the user where records have an owner. */
export function listViews(object: ObjectType): ListView[] {
  const shown = ({ type, compound, name, nameField }: Field): boolean =>
    nameField || (compound === undefined && type !== 'id' && type !== 'address' && type !== 'location' && name !== 'IsDeleted');
  const fields = object.fields.filter(shown).toSorted((a, b) => Number(b.nameField) - Number(a.nameField)).slice(0, columnsShown);
  const select = `SELECT ${[...new Set(['Id', ...fields.map(({ name }) => name)])].join(', ')} FROM ${object.name}`;
  const order = object.nameField ? ` ORDER BY ${object.nameField.name}` : '';
  const plural = object.labelPlural.replace(/\W/g, '');
  const columns = fields.map(({ name, label }) => ({ name, label }));
  const all: ListView = {
    id: idOf(object, 1),
    developerName: `All${plural}`,
    label: `All ${object.labelPlural}`,
    scope: 'everything',
    columns,
    soql: select + order,
  };
  if (!object.byName.has('OwnerId')) return [all];
  const soql = `${select} WHERE OwnerId = ':me'${order}`;
  return [all, { id: idOf(object, 2), developerName: `My${plural}`, label: `My ${object.labelPlural}`, scope: 'mine', columns, soql }];
}

function idOf({ keyPrefix }: ObjectType, number: number): string {
  return `00B00000000${number}${keyPrefix}AAA`;
}

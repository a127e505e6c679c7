import { OrgError } from '../orgError.ts';
import type { FieldSeed, PicklistValueSeed } from '../seed/seedFormat.ts';

/** A CustomField of the Metadata API, as it is sent by SOAP (everything is text) or as JSON. */
export type Metadata = Readonly<Record<string, unknown>>;

interface Kind {
  /** What Salesforce calls the type. */
  readonly name: string;
  readonly is: (seed: FieldSeed) => boolean;
  readonly seed: (metadata: Metadata) => FieldSeed;
}

const number = (metadata: Metadata, name: string, otherwise: number): number => {
  const value = metadata[name];
  if (value === undefined || value === '') return otherwise;
  const found = Number(value);
  if (!Number.isInteger(found) || found < 0) throw invalid(`${name} must be a whole number: ${textOf(value)}`);
  return found;
};
const isTrue = (value: unknown): boolean => value === true || value === 'true';
const sized = (metadata: Metadata): Pick<FieldSeed, 'precision' | 'scale'> => ({ precision: number(metadata, 'precision', 18), scale: number(metadata, 'scale', 2) });
const plain = (name: string, type: FieldSeed['type'], more: (metadata: Metadata) => Partial<FieldSeed> = () => ({})): Kind => ({
  name,
  is: (seed) => seed.type === type,
  seed: (metadata) => ({ type, ...more(metadata) }),
});

/** The first that fits a seed names it. */
const kinds: readonly Kind[] = [
  { name: 'AutoNumber', is: ({ autoNumber }) => autoNumber !== undefined, seed: (metadata) => ({ type: 'string', length: 30, autoNumber: textOf(metadata.displayFormat ?? '{0000}') }) },
  { name: 'Summary', is: ({ rollUp }) => rollUp !== undefined, seed: summary },
  { name: 'MasterDetail', is: ({ type, cascade, required }) => type === 'reference' && cascade === true && required === true, seed: (metadata) => ({ ...lookup(metadata), cascade: true, required: true }) },
  { name: 'LongTextArea', is: ({ type, length = 255 }) => type === 'textarea' && length > 255, seed: (metadata) => ({ type: 'textarea', length: number(metadata, 'length', 32_768) }) },
  plain('Lookup', 'reference', lookup),
  plain('Text', 'string', (metadata) => ({ length: number(metadata, 'length', 255) })),
  plain('TextArea', 'textarea', () => ({ length: 255 })),
  plain('Email', 'email'),
  plain('Phone', 'phone'),
  plain('Url', 'url'),
  plain('Checkbox', 'boolean', (metadata) => ({ default: isTrue(metadata.defaultValue) })),
  plain('Number', 'double', sized),
  plain('Number', 'int', sized),
  plain('Currency', 'currency', sized),
  plain('Percent', 'percent', sized),
  plain('Date', 'date'),
  plain('DateTime', 'datetime'),
  plain('Picklist', 'picklist', picklist),
  plain('MultiselectPicklist', 'multipicklist', picklist),
];

/** What a demo org makes of a CustomField. @throws OrgError that says what of it cannot be */
export function fieldSeedOf(metadata: Metadata): FieldSeed {
  const type = textOf(metadata.type);
  const kind = kinds.find(({ name }) => name === type);
  if (metadata.formula !== undefined) throw invalid('Formula fields are not worked out by the demo org');
  if (!kind) throw invalid(type === '' ? 'Must specify a type for the field' : `The demo org has no fields of the type ${type}`);
  if (metadata.label === undefined || metadata.label === '') throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [label]');
  return {
    ...kind.seed(metadata),
    label: textOf(metadata.label),
    ...(metadata.inlineHelpText === undefined ? {} : { help: textOf(metadata.inlineHelpText) }),
    ...(isTrue(metadata.required) ? { required: true } : {}),
    ...(isTrue(metadata.unique) ? { unique: true } : {}),
    ...(isTrue(metadata.externalId) ? { externalId: true } : {}),
    ...(isTrue(metadata.caseSensitive) ? { caseSensitive: true } : {}),
  };
}

/** A field of the org as a CustomField. */
export function metadataOf(fullName: string, seed: FieldSeed): Metadata {
  const kind = kinds.find(({ is }) => is(seed))?.name ?? 'Text';
  const isNumber = seed.type === 'double' || seed.type === 'currency' || seed.type === 'percent' || seed.type === 'int';
  const choices = (seed.values ?? []).map((value): PicklistValueSeed => (typeof value === 'string' ? { value } : value));
  return {
    fullName,
    label: seed.label ?? fullName,
    type: kind,
    ...(seed.help === undefined ? {} : { inlineHelpText: seed.help }),
    ...(kind === 'Text' || kind === 'LongTextArea' ? { length: seed.length ?? 255 } : {}),
    ...(isNumber && kind !== 'Summary' ? { precision: seed.precision ?? 18, scale: seed.scale ?? (seed.type === 'int' ? 0 : 2) } : {}),
    ...(kind === 'Checkbox' ? { defaultValue: seed.default === true } : {}),
    ...(seed.autoNumber === undefined ? {} : { displayFormat: seed.autoNumber }),
    ...(seed.to === undefined ? {} : { referenceTo: seed.to, ...(seed.children === undefined ? {} : { relationshipName: seed.children.replace(/__r$/, '') }) }),
    ...(choices.length === 0
      ? {}
      : {
          valueSet: {
            restricted: seed.restricted ?? false,
            valueSetDefinition: { sorted: false, value: choices.map(({ value, label }) => ({ fullName: value, default: value === seed.default, label: label ?? value })) },
          },
        }),
    ...(seed.rollUp ? { summaryForeignKey: seed.rollUp.of, summaryOperation: seed.rollUp.function, ...(seed.rollUp.field === undefined ? {} : { summarizedField: `${seed.rollUp.of.split('.')[0]!}.${seed.rollUp.field}` }) } : {}),
    required: seed.required ?? false,
    unique: seed.unique ?? false,
    externalId: seed.externalId ?? false,
    ...(seed.caseSensitive ? { caseSensitive: true } : {}),
  };
}

function lookup(metadata: Metadata): FieldSeed {
  if (!metadata.referenceTo) throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [referenceTo]');
  const children = metadata.relationshipName === undefined ? {} : { children: `${textOf(metadata.relationshipName)}__r` };
  return { type: 'reference', to: textOf(metadata.referenceTo), ...children };
}

function picklist(metadata: Metadata): Partial<FieldSeed> {
  const set = (metadata.valueSet ?? {}) as Metadata;
  const definition = (set.valueSetDefinition ?? {}) as Metadata;
  const values = [definition.value ?? []].flat() as Metadata[];
  if (values.length === 0) throw invalid('The demo org needs the values of a picklist: valueSet.valueSetDefinition.value');
  const initial = values.find((value) => isTrue(value.default));
  return {
    values: values.map((value) => ({ value: textOf(value.fullName), label: textOf(value.label ?? value.fullName) })),
    ...(isTrue(set.restricted) ? { restricted: true } : {}),
    ...(initial ? { default: textOf(initial.fullName) } : {}),
  };
}

function summary(metadata: Metadata): FieldSeed {
  const operation = textOf(metadata.summaryOperation);
  if (operation !== 'count' && operation !== 'sum' && operation !== 'min' && operation !== 'max') throw invalid(`There is no summary of the kind "${operation}"`);
  const field = metadata.summarizedField === undefined ? {} : { field: textOf(metadata.summarizedField).split('.').at(-1)! };
  return { type: 'double', precision: 18, scale: operation === 'count' ? 0 : 2, rollUp: { of: textOf(metadata.summaryForeignKey), function: operation, ...field } };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

function invalid(message: string): OrgError {
  return new OrgError('FIELD_INTEGRITY_EXCEPTION', message);
}

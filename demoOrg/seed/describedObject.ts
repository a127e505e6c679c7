/** The parts of an sObject describe that a seed can be made of. Source: REST API, "sObject Describe". */
export interface DescribedObject {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string | null;
  readonly createable: boolean;
  readonly fields: readonly DescribedField[];
  readonly childRelationships: readonly { readonly childSObject: string; readonly field: string; readonly relationshipName: string | null }[];
  readonly recordTypeInfos: readonly { readonly active: boolean; readonly master: boolean; readonly name: string; readonly developerName: string }[];
}

export interface DescribedField {
  readonly name: string;
  readonly label: string;
  readonly inlineHelpText: string | null;
  readonly type: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly digits: number;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly defaultValue: string | number | boolean | null;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly caseSensitive: boolean;
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly DescribedChoice[];
  readonly controllerName: string | null;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
  readonly nameField: boolean;
  readonly autoNumber: boolean;
  readonly calculated: boolean;
  readonly compoundFieldName: string | null;
}

export interface DescribedChoice {
  readonly active: boolean;
  readonly defaultValue: boolean;
  readonly label: string | null;
  readonly value: string;
  /** Base 64: one bit from the left for each value of the controlling field. */
  readonly validFor: string | null;
}

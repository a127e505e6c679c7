/**
 * The seed format: one JSON-shaped value that says what an org holds when it is new. README.md beside this file
 * describes it for people who write one.
 */
export interface Seed {
  readonly organization: OrganizationSeed;
  readonly clients: readonly ClientSeed[];
  readonly objects: Readonly<Record<string, ObjectSeed>>;
  /** Rows in the order in which they are written. `@name` in a reference field means the row with that `key`. */
  readonly rows: readonly RowSeed[];
  /** What the users of a profile may do. Without any, everybody may do everything. */
  readonly permissions?: readonly PermissionSeed[];
}

/** The rights that come with a profile. */
export interface PermissionSeed {
  /** The key of a Profile row. */
  readonly profile: string;
  readonly label: string;
  /** Everything, like a system administrator. */
  readonly all?: boolean;
  /** By object, `*` for all that are not named: some of `create read edit delete`, with blanks between. Without `read` the object is not there. */
  readonly objects?: Readonly<Record<string, string>>;
  /** By `Object.Field`: hidden, or only to be read. All others may be read and written. */
  readonly fields?: Readonly<Record<string, 'none' | 'read'>>;
}

interface OrganizationSeed {
  readonly name: string;
  /** IANA name: what TODAY and THIS_MONTH mean. */
  readonly timeZone: string;
  readonly dailyApiRequests: number;
  /** 1 to 12; January where not given. */
  readonly fiscalYearStartMonth?: number;
  /** Everybody's password. It is public: a demo org holds nothing worth guarding. */
  readonly password: string;
  /** The key of the user who writes the seed and whose session `startOrg` hands out. */
  readonly administrator: string;
}

/** An app that may sign in ("connected app"). */
export interface ClientSeed {
  readonly id: string;
  /** Asked for only where it is given; client credentials need one. */
  readonly secret?: string;
  /** PEM of a certificate or public key: what JWT bearer assertions are checked against. */
  readonly certificate?: string;
  /** The username under which client credentials work. */
  readonly runAs?: string;
}

export type Scalar = string | number | boolean | null;

export type FieldType =
  | 'id' | 'string' | 'textarea' | 'email' | 'phone' | 'url' | 'picklist' | 'multipicklist'
  | 'boolean' | 'int' | 'double' | 'currency' | 'percent' | 'date' | 'datetime' | 'reference' | 'address' | 'location' | 'base64';

export interface PicklistValueSeed {
  readonly value: string;
  readonly label?: string;
  /** Other fields that follow from this value unless the writer gives them: a stage sets the probability. */
  readonly sets?: Readonly<Record<string, Scalar>>;
  /** In a dependent picklist: with which values of the controlling field it may be chosen. All where not given. */
  readonly with?: readonly string[];
}

export interface FieldSeed {
  readonly type: FieldType;
  readonly label?: string;
  readonly help?: string;
  /** Characters; 255 where not given (32,000 for a long textarea is written out). */
  readonly length?: number;
  /** Digits before and after the point of a number. */
  readonly precision?: number;
  readonly scale?: number;
  readonly required?: boolean;
  readonly default?: Scalar;
  readonly unique?: boolean;
  readonly externalId?: boolean;
  readonly caseSensitive?: boolean;
  /** Written by the org alone. */
  readonly readOnly?: boolean;
  /** Picklists: the choices; `restricted` refuses others. */
  readonly values?: readonly (string | PicklistValueSeed)[];
  readonly restricted?: boolean;
  /** Picklists: the field that decides which choices there are (each choice says `with`). */
  readonly controller?: string;
  /** A number put together from child records. */
  readonly rollUp?: RollUpSeed;
  /**
   * References: the object (or several: a polymorphic reference), the name upwards (`Account`), the name downwards (`Contacts`),
   * and whether a child goes with its parent.
   */
  readonly to?: string | readonly string[];
  readonly relationship?: string;
  readonly children?: string;
  readonly cascade?: boolean;
  /** The field that stands for the record. */
  readonly name?: boolean;
  /** A text put together from other fields: a person's Name. */
  readonly joins?: readonly string[];
  /** A number the org gives, with `{0000}` for its digits. */
  readonly autoNumber?: string;
  /** Address: its parts by role. */
  readonly parts?: Readonly<Partial<Record<AddressPart, string>>>;
}

/** `{ "of": "Cargo__c.Ship__c", "function": "sum", "field": "Tons__c" }`: the child's field that points here, and what is taken of it. */
export interface RollUpSeed {
  readonly of: string;
  readonly function: 'count' | 'sum' | 'min' | 'max';
  /** What is summed; a count needs none. */
  readonly field?: string;
}

/** Refuses a new record while another one holds the same values in all these fields. */
export interface DuplicateRuleSeed {
  readonly name: string;
  readonly fields: readonly string[];
  readonly message: string;
}

export type AddressPart = 'street' | 'city' | 'state' | 'postalCode' | 'country' | 'latitude' | 'longitude' | 'geocodeAccuracy';

/** A record is refused while `formula` (as in a validation rule of Salesforce) or `when` (a SOQL condition) is true of it. */
export interface RuleSeed {
  readonly name: string;
  readonly formula?: string;
  readonly when?: string;
  readonly message: string;
  readonly field?: string;
}

export interface ObjectSeed {
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  /** Records have an owner. */
  readonly owned?: boolean | 'userOrQueue';
  /** No client writes it: Organization, Profile. */
  readonly readOnly?: boolean;
  /** What no client does with its records, whatever rights it has. */
  readonly forbids?: readonly ('create' | 'delete')[];
  readonly fields: Readonly<Record<string, FieldSeed>>;
  readonly rules?: readonly RuleSeed[];
  readonly duplicateRules?: readonly DuplicateRuleSeed[];
  /** Fields whose changes go into the object called `history`. */
  readonly tracked?: readonly string[];
  readonly history?: string;
}

export interface RowSeed {
  readonly object: string;
  readonly key?: string;
  readonly values: Readonly<Record<string, Scalar>>;
  /** Was there before the object's fields and rules became what they are: what they refuse is left empty. */
  readonly older?: boolean;
}

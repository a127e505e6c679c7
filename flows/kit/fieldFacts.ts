/** What a flow depends on in a field of an org. */
export interface FieldFacts {
  readonly name: string;
  readonly label?: string | undefined;
  /** As the org calls it: string, picklist, reference … */
  readonly type: string;
  /** The most characters; absent where the type has no length. */
  readonly length?: number | undefined;
  /** A create must give it a value. */
  readonly isRequired: boolean;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  /** The active values; absent where it is no picklist. */
  readonly values?: readonly string[] | undefined;
  /** Other values than these are refused. */
  readonly isRestricted?: boolean | undefined;
  /** The objects it may point to. */
  readonly referenceTo?: readonly string[] | undefined;
}

/** What a node uses of one object of an org. */
export interface UsedObject {
  /** As the flow names it. */
  readonly connection: string;
  readonly object: string;
  /** Whether records are made, changed or deleted, `erase` past the recycle bin; `read` where none of it. */
  readonly access: readonly ('read' | 'create' | 'update' | 'delete' | 'erase')[];
  /** The fields it names, and those that a new record must have. A field that it names and the org does not have is in `missing`. */
  readonly fields: readonly FieldFacts[];
  readonly missing: readonly string[];
}

import type { Field } from '../schema/objectType.ts';
import type { Path } from './query.ts';
import type { ValueFormat } from './recordShape.ts';

/** A field or a function of one in SQL, with what literals it may meet. */
export interface CompiledOperand {
  readonly sql: string;
  /** The field whose type the value has; undefined for a function's number. */
  readonly field: Field | undefined;
  readonly name: string;
  readonly isAggregate: boolean;
  /** FORMAT(): how the value is shown. */
  readonly format?: ValueFormat;
  /** The field that the value replaces in a record: `toLabel(Account.Industry)` stands where Industry would. */
  readonly path?: Path;
  /** DISTANCE: only nearer and farther can be asked. */
  readonly isDistance?: true;
}

import type { ObjectType, Field } from '../schema/objectType.ts';
import type { Author, ObjectWriter } from './objectWriter.ts';
import type { StoredValue } from './readField.ts';

/** One record that was written. */
export interface Change {
  readonly type: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';
  readonly object: ObjectType;
  readonly id: string;
  /** The whole record as it is stored now, by column. */
  readonly values: readonly StoredValue[];
  /** The fields that have another value than before; all that hold something in a new record. */
  readonly changed: readonly Field[];
}

/** What else happens when records are written: locks refuse them, events tell of them. Called inside the transaction. */
export interface WriteHooks {
  /** Hears how other records can be written. */
  attach?(writerOf: (object: ObjectType) => ObjectWriter): void;
  /** Before a record is stored; what it changes in the values is stored. @throws RecordFault to refuse it. */
  before(object: ObjectType, id: string, values: StoredValue[], isNew: boolean): void;
  after(change: Change): void;
  /** All records of a call are stored, and none will be taken back by it. */
  done(author: Author): void;
  /** All records of a call are taken back. */
  undone(): void;
}

/** What is wrong with one record. In collections it is sent as it is; a single write turns it into an HTTP error. */
export interface RecordError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** What became of one record. */
export type Outcome =
  | { readonly success: true; readonly id: string; readonly created?: boolean; readonly errors: readonly RecordError[] }
  | { readonly success: false; readonly id?: string; readonly created?: boolean; readonly errors: readonly RecordError[] };

/** Stops the work on one record; the others go on. */
export class RecordFault extends Error {
  readonly errors: readonly RecordError[];

  constructor(errors: readonly RecordError[]) {
    super(errors[0]?.message);
    this.name = 'RecordFault';
    this.errors = errors;
  }
}

export function fault(statusCode: string, message: string, fields: readonly string[] = []): RecordFault {
  return new RecordFault([{ statusCode, message, fields }]);
}

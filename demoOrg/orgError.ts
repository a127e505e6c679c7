export interface OrgErrorParts {
  readonly status?: number;
  readonly fields?: readonly string[];
}

/** A refusal as a client sees it: `[{ message, errorCode, fields? }]` with an HTTP status (400 unless told). */
export class OrgError extends Error {
  readonly errorCode: string;
  readonly status: number;
  readonly fields: readonly string[] | undefined;

  constructor(errorCode: string, message: string, parts: OrgErrorParts = {}) {
    super(message);
    this.name = 'OrgError';
    this.errorCode = errorCode;
    this.status = parts.status ?? 400;
    this.fields = parts.fields;
  }
}

export function notFound(message = 'The requested resource does not exist'): OrgError {
  return new OrgError('NOT_FOUND', message, { status: 404 });
}

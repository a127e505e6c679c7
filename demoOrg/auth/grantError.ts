/** A refused token request: `{ error, error_description }` with status 400. */
export class GrantError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.name = 'GrantError';
    this.error = error;
  }
}

export function grantError(error: string, description: string): GrantError {
  return new GrantError(error, description);
}

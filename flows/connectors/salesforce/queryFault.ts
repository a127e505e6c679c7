/** What an org says of a query it does not take, taken apart. */
export interface QueryFault {
  readonly message: string;
  /** Where there is no such field. */
  readonly missing?: { readonly object: string; readonly field: string };
}

/**
 * The words of `MALFORMED_QUERY` and `INVALID_FIELD` without the query, the arrow below it and the advice for programmers: three lines of text
 * meant for a fixed-width screen. Undefined for words of another shape. Source: REST API, "Status Codes and Error Responses".
 */
export function queryFault(errorCode: string, said: string): QueryFault | undefined {
  const [, row, column, rest] = /ERROR at Row:(\d+):Column:(\d+)\s*\n?([\s\S]*)/.exec(said) ?? [];
  const [, field, object] = /No such column '([^']+)' on (?:entity|sobject of type) '?(\w+)'?/.exec(said) ?? [];
  const place = row === undefined ? '' : `${row === '1' ? '' : `line ${row}, `}column ${column}`;
  if (field !== undefined) {
    const where = place === '' ? '' : ` (${place} of the query)`;
    return { message: `${object} has no field "${field}", or this user may not see it${where}.`, missing: { object: object!, field } };
  }
  if (place === '' || rest === undefined) return undefined;
  return { message: `The org cannot read the query at ${place} (${errorCode}): ${rest.trim().replace(/\s*\n\s*/g, ' ')}.`.replace(/\.\.$/, '.') };
}

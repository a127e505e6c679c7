/** So long a condition may be when it is written into an address: with SELECT, FROM and the headers it stays far below the 16,384 bytes an org takes. */
const mostEncoded = 5000;
const mostKeys = 500;

/**
 * Conditions that find the records with any of these keys, each short enough for the address of one query.
 *
 * @param fields of which a key has one value each
 * @param keys literals in the order of the fields
 */
export function keyConditions(fields: readonly string[], keys: readonly (readonly string[])[]): string[] {
  const conditions: string[] = [];
  let terms: string[] = [];
  let length = 0;
  const end = (): void => {
    if (terms.length > 0) conditions.push(fields.length === 1 ? `${fields[0]} IN (${terms.join(',')})` : `(${terms.join(' OR ')})`);
    terms = [];
    length = 0;
  };
  for (const literals of keys) {
    const term = fields.length === 1 ? literals[0]! : `(${fields.map((field, index) => `${field} = ${literals[index]!}`).join(' AND ')})`;
    const size = encodeURIComponent(term).length + (fields.length === 1 ? 3 : 10);
    if (length + size > mostEncoded || terms.length === mostKeys) end();
    terms.push(term);
    length += size;
  }
  end();
  return conditions;
}

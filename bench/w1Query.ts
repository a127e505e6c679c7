const isEmail = String.raw`[^\s@]+@[^\s@]+\.[^\s@]+`;

/** W1 as a query of DuckDB. */
export function w1Query(file: string): string {
  const digits = `regexp_replace(Phone, '[^0-9]+', '', 'g')`;
  return `SELECT *, FirstName || ' ' || LastName AS FullName,
    CASE WHEN Phone LIKE '+%' THEN '+' || ${digits} WHEN ${digits} LIKE '00%' THEN '+' || substr(${digits}, 3) ELSE ${digits} END AS PhoneNorm,
    round(CAST(Amount AS DECIMAL(18, 2)) * 1.1, 2) AS AmountAdj
    FROM ${csvOf(file)} WHERE regexp_full_match(Email, '${isEmail}')`;
}

/** A file as DuckDB reads it: told all that it could find out, so that it does not look. */
export function csvOf(file: string): string {
  return `read_csv('${file}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
}

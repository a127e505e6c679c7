/** A setting as a text field shows it; what is no text, number or truth value is shown as blank. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** What a client sent, as text for a message or a comparison: text as it is, anything else as JSON. */
export function writtenValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

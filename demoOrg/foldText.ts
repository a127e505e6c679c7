/** Text as Salesforce compares it: without regard to case, in every alphabet. */
export function foldText(text: string): string {
  return text.toLowerCase();
}

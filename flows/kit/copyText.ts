/** A text that keeps nothing else alive. A cell may be a piece of the text of its whole batch. */
export function copyText(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

/** A ref that gives a field the focus as soon as it is there, so that no letter typed ahead is lost. */
export function focusField(field: HTMLInputElement | null): void {
  field?.focus();
}

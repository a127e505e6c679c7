import { notifications } from '@mantine/notifications';
import { asAppError } from '../../flows/kit/errors.ts';

/** Shows what went wrong as a sentence and what to do. Somebody's own cancelling is no news. */
export function notifyError(thrown: unknown): void {
  const { kind, message, hint } = asAppError(thrown);
  if (kind !== 'cancelled') notifications.show({ color: 'red', title: message, message: hint ?? '', autoClose: 8000, withBorder: true });
}

export function notify(message: string): void {
  notifications.show({ message, autoClose: 2500, withBorder: true });
}

/** Runs what may fail and shows its error. For event handlers, which nobody awaits. */
export function orNotify(work: Promise<unknown>): void {
  work.catch(notifyError);
}

/** The sentence and the hint of an error, in one text. */
export function errorText(error: { readonly message: string; readonly hint?: string | undefined }): string {
  return error.hint ? `${error.message} ${error.hint}` : error.message;
}

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

/** What takes longer than this is told while it goes on. */
const patienceMs = 400;

/** Says what is being done for as long as it takes; who closes the note stops it. */
export async function notifyWhile<T>(message: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let note: string | undefined;
  const timer = setTimeout(() => {
    note = notifications.show({ message, loading: true, autoClose: false, withBorder: true, onClose: () => stop.abort() });
  }, patienceMs);
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(timer);
    if (note !== undefined) notifications.hide(note);
  }
}

/** Runs what may fail and shows its error. For event handlers, which nobody awaits. */
export function orNotify(work: Promise<unknown>): void {
  work.catch(notifyError);
}

/** The sentence and the hint of an error, in one text. */
export function errorText(error: { readonly message: string; readonly hint?: string | undefined }): string {
  return error.hint ? `${error.message} ${error.hint}` : error.message;
}

import { AppError } from '../../kit/errors.ts';

/** The name of the user's script in stacks; the guest's own code has another. */
export const scriptFile = 'script';

/** What was thrown inside the sandbox, as it tells it. */
export interface GuestFault {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** `line 3, column 11` of the user's script, the innermost place the stack names; blank when it names none. */
function placeOf(stack: string): string {
  const found = new RegExp(`\\b${scriptFile}:(\\d+)(?::(\\d+))?`).exec(stack);
  if (!found) return '';
  return ` at line ${found[1]}${found[2] === undefined ? '' : `, column ${found[2]}`}`;
}

/** A fault for which no row can be blamed: memory or time ran out. Undefined for any other. */
export function limitFault(fault: GuestFault, limits: { readonly timeoutMs: number; readonly memoryBytes: number }): AppError | undefined {
  if (fault.name !== 'InternalError') return undefined;
  if (fault.message === 'interrupted') {
    return new AppError('settings', 'scriptTime', {
      message: `The script took longer than ${limits.timeoutMs} ms for one batch of rows${placeOf(fault.stack)}.`,
      hint: 'Look for a loop that does not end, or raise the time for a batch.',
    });
  }
  if (fault.message !== 'out of memory') return undefined;
  return new AppError('settings', 'scriptMemory', {
    message: `The script needs more memory than the ${Math.round(limits.memoryBytes / 2 ** 20)} MB it may have.`,
    hint: 'Keep less between rows, or raise its memory.',
  });
}

/** What one row ended with. */
export function rowFault({ name, message, stack }: GuestFault): AppError {
  const place = placeOf(stack);
  // Sentences of our own need no name of an error class before them.
  return new AppError('row', 'scriptThrew', { message: place === '' ? message : `${name === '' || name === 'Error' ? '' : `${name}: `}${message}${place} of the script.` });
}

/** What the whole batch, or the script itself, ended with. */
export function batchFault({ name, message, stack }: GuestFault): AppError {
  const place = placeOf(stack);
  if (name === 'SyntaxError') return new AppError('settings', 'scriptSyntax', { message: `The script cannot be read${place}: ${message}.`, where: { path: ['script'] } });
  return new AppError('settings', 'scriptEnded', { message: `The script ended${place}: ${message}`, where: { path: ['script'] } });
}

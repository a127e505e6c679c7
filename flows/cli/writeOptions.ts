import type { RunRequest } from '../engine/runRequest.ts';
import { usage, type Arguments, type Option } from './parseArguments.ts';

/** The options that say what a run may write. */
export const writeOptions: readonly Option[] = [
  { name: 'allow-production', value: 'NAME', isMany: true, help: 'Allows writing to the production org of this name, or to the one behind the connection of this name.' },
  { name: 'needs-sandbox-run', help: 'Writes to production only when this very flow has written to another org before, and ended well. The limits of the flow may ask for it too.' },
  { name: 'max-rows', value: 'N', help: 'Stops before more than N rows are written. Where the limits of the flow say less, that holds; they bind no undo.' },
  { name: 'max-deletes', value: 'N', help: 'Stops before more than N records are deleted. Where the limits of the flow say less, that holds; they bind no undo.' },
];

/** What `writeOptions` say. Throws kind `settings`, code `usage`, for what is no number. */
export function writeLimits(verb: string, given: Arguments): Pick<RunRequest, 'allowProduction' | 'ceilings' | 'needsSandboxRun'> {
  return { needsSandboxRun: given.has('needs-sandbox-run'), allowProduction: given.values('allow-production'), ceilings: { rows: wholeNumber(verb, given, 'max-rows'), deletes: wholeNumber(verb, given, 'max-deletes') } };
}

function wholeNumber(verb: string, given: Arguments, name: string): number | undefined {
  const text = given.value(name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < 0) throw usage(verb, `--${name} must be a whole number, 0 or more; it is "${text}".`);
  return number;
}

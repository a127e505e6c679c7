import { AppError } from './errors.ts';

const megabyte = 1024 * 1024;

/** About what an entry of a Map takes, without the characters of its key. */
export const entryBytes = 80;

/** Ends the run when a node keeps more than its share of the memory, and has no way to put rows on disk. */
export function checkMemory({ node, memoryBytes }: { readonly node: string; readonly memoryBytes: number }, bytes: number): void {
  if (bytes <= memoryBytes) return;
  const say = (size: number): string => `${Math.max(1, Math.ceil(size / megabyte)).toLocaleString('en')} MB`;
  throw new AppError('settings', 'memoryFull', {
    message: `The node "${node}" must keep ${say(bytes)} of rows so far, and its share of the memory is ${say(memoryBytes)}.`,
    hint: 'Drop columns and rows it does not need before it, or split the input and run the parts one after another.',
    where: { node },
    data: { bytes, memoryBytes },
  });
}

import { usage, type Arguments, type Option } from './parseArguments.ts';

const units: Readonly<Record<string, number>> = { mb: 2 ** 20, gb: 2 ** 30 };
const leastBytes = 2 ** 20;

export const memoryOption: Option = { name: 'memory', value: 'SIZE', help: 'Rows that nodes must keep (to sort, join, group) go to disk past this: 64MB, 2GB. 512MB when not given.' };

/** What `--memory` says, in bytes, as runFlow takes it. Throws kind `settings`, code `usage`, for what is no size. */
export function memoryLimit(verb: string, given: Arguments): { readonly memoryBytes?: number } {
  const text = given.value(memoryOption.name);
  if (text === undefined) return {};
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([mg]b)\s*$/i.exec(text) ?? [];
  const memoryBytes = Number(number) * (units[unit.toLowerCase()] ?? 0);
  if (memoryBytes < leastBytes) throw usage(verb, `--memory must be a size of 1MB or more, such as 64MB or 2GB; it is "${text}".`);
  return { memoryBytes };
}

import { AppError, closest } from '../kit/errors.ts';

/** An option of a verb. Without `value` it is a switch. */
export interface Option {
  /** Without the dashes. */
  readonly name: string;
  /** One letter that may be written instead, after one dash. */
  readonly short?: string;
  /** What stands for its value in the help: `k=v`. */
  readonly value?: string;
  /** May be given more than once. */
  readonly isMany?: boolean;
  readonly help: string;
}

export interface Arguments {
  readonly operands: readonly string[];
  readonly has: (name: string) => boolean;
  /** The last value given. */
  readonly value: (name: string) => string | undefined;
  readonly values: (name: string) => readonly string[];
}

/**
 * Reads `--name`, `--name value`, `--name=value` and operands; after `--` everything is an operand.
 * Throws kind `settings`, code `usage`, for an option the verb does not have, one without its value, or given twice.
 */
export function parseArguments(verb: string, options: readonly Option[], texts: readonly string[]): Arguments {
  const operands: string[] = [];
  const found = new Map<string, string[]>();
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at]!;
    if (text === '--') {
      operands.push(...texts.slice(at + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(text);
      continue;
    }
    const [, written = '', given] = /^--?([^=]*)(?:=([^]*))?$/.exec(text)!;
    const option = options.find((one) => (text.startsWith('--') ? one.name : one.short) === written);
    if (!option) throw unknownOption(verb, text.split('=')[0]!, written, options);
    const { name } = option;
    const before = found.get(name) ?? [];
    if (before.length > 0 && option.value !== undefined && !option.isMany) throw usage(verb, `--${name} is given twice.`);
    if (option.value === undefined) {
      if (given !== undefined) throw usage(verb, `--${name} takes no value; it was given "${given}".`);
      found.set(name, ['']);
      continue;
    }
    const value = given ?? texts[++at];
    if (value === undefined || (given === undefined && value.startsWith('--'))) throw usage(verb, `--${name} needs a value: --${name} ${option.value}.`);
    found.set(name, [...before, value]);
  }
  return { operands, has: (name) => found.has(name), value: (name) => found.get(name)?.at(-1), values: (name) => found.get(name) ?? [] };
}

/** The error for a command line that cannot be understood. */
export function usage(verb: string, message: string, hint = `"sluice help ${verb}" shows how it is used.`): AppError {
  return new AppError('settings', 'usage', { message, hint });
}

function unknownOption(verb: string, text: string, name: string, options: readonly Option[]): AppError {
  const near = closest(name, options.map((option) => option.name));
  const list = options.length > 0 ? ` Options: ${options.map((option) => `--${option.name}`).join(', ')}.` : ' It has no options.';
  return usage(verb, `"sluice ${verb}" has no option "${text}".${list}`, near ? `Did you mean "--${near}"?` : undefined);
}

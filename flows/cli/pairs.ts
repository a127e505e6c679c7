import { usage, type Arguments } from './parseArguments.ts';

/** `--name a=b` as a record; kind `settings`, code `usage`, where the equals sign is missing. */
export function pairs(verb: string, given: Arguments, name: string): Record<string, string> {
  return Object.fromEntries(
    given.values(name).map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw usage(verb, `--${name} ${text}: an equals sign must stand between name and value.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

import packageJson from '../../../package.json' with { type: 'json' };
import type { RunVerb } from '../verbs.ts';

/** `sluice version` */
export const version: RunVerb = async (_given, terminal) => {
  terminal.out(`${packageJson.version}\n`);
  return 0;
};

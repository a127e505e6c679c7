import { closest } from '../../kit/errors.ts';
import { usage } from '../parseArguments.ts';
import type { RunVerb } from '../verbs.ts';

const words: Readonly<Record<string, () => Promise<RunVerb>>> = {
  start: async () => (await import('./org/start.ts')).start,
  status: async () => (await import('./org/status.ts')).status,
  stop: async () => (await import('./org/stop.ts')).stop,
  reset: async () => (await import('./org/reset.ts')).reset,
  'login-url': async () => (await import('./org/loginUrl.ts')).loginUrl,
  capture: async () => (await import('./org/capture.ts')).capture,
  faults: async () => (await import('./org/faults.ts')).faults,
};

/** `sluice org start | status | stop | reset | login-url | faults | capture` */
export const org: RunVerb = async (given, terminal) => {
  const word = given.operands[0]!;
  const load = Object.hasOwn(words, word) ? words[word] : undefined;
  if (!load) {
    const names = Object.keys(words);
    const near = closest(word, names);
    throw usage('org', `"sluice org" does not know "${word}". It knows: ${names.join(', ')}.`, near ? `Did you mean "sluice org ${near}"?` : undefined);
  }
  return (await load())(given, terminal);
};

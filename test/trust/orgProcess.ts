import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestOrg } from './trustFixture.ts';

/** A demo org in a process of its own. */
export async function orgProcess(): Promise<TestOrg> {
  const child = fork(join(import.meta.dirname, 'orgChild.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [org] = (await once(child, 'message')) as [Omit<TestOrg, 'close'>];
  return {
    ...org,
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../../flows/connections/writeFileAtomic.ts';

const recentShape = z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.string() }));
type RecentFlow = z.output<typeof recentShape>[number];

const kept = 20;

interface RecentFlows {
  /** The flows opened lately that are still there, newest first. */
  list(): Promise<RecentFlow[]>;
  add(path: string, name: string): Promise<void>;
}

/** The list of flows opened lately, in one file. */
export function recentFlows(file: string): RecentFlows {
  let queue: Promise<unknown> = Promise.resolve();

  async function read(): Promise<RecentFlow[]> {
    try {
      return recentShape.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      // A list that is not there or not readable is an empty one: it only saves some clicks.
      return [];
    }
  }

  return {
    list: async () => (await read()).filter(({ path }) => existsSync(path)),
    add(path, name) {
      const turn = queue.then(async () => {
        const others = (await read()).filter((one) => one.path !== path);
        const flows = [{ path, name, openedAt: new Date().toISOString() }, ...others].slice(0, kept);
        await writeFileAtomic(file, `${JSON.stringify(flows, null, 2)}\n`);
      });
      queue = turn.catch(() => {});
      return turn;
    },
  };
}

import { z } from 'zod';
import { command } from '../rpc/contract.ts';

/** How long runs keep the values of records: what an undo, a retry and a look back need. */
export const keeping = {
  /** `isGiven`: the environment says it, and the window cannot change it. */
  read: command(z.object({}), z.object({ days: z.number(), isGiven: z.boolean() })),
  /** From the next start on; nothing is removed now. */
  choose: command(z.object({ days: z.number().min(0) }), z.object({})),
  /** Removes what runs older than so many days have kept. Gives how many runs that concerned. */
  purge: command(z.object({ olderThanDays: z.number().min(0) }), z.object({ runs: z.number() })),
};

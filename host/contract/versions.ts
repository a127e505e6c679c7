import { z } from 'zod';
import { documentSchema } from '../../flows/model/document.ts';
import { command } from '../rpc/contract.ts';

const version = z.object({ id: z.string(), name: z.string(), savedAt: z.string() });

/** Named versions of a flow file: states of it that the person gave a name and can come back to. They lie in the data folder, never beside the flow. */
export const versions = {
  /** Newest first. */
  list: command(z.object({ path: z.string() }), z.array(version)),
  save: command(z.object({ path: z.string(), name: z.string(), document: documentSchema }), version),
  read: command(z.object({ path: z.string(), id: z.string() }), z.object({ document: documentSchema })),
  remove: command(z.object({ path: z.string(), id: z.string() }), z.object({})),
};

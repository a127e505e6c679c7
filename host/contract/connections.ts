import { z } from 'zod';
import { environments } from '../../flows/kit/connection.ts';
import { command } from '../rpc/contract.ts';

const connection = z.object({
  name: z.string(),
  system: z.string(),
  environment: z.enum(environments),
  settings: z.record(z.string(), z.string()),
  /** The built-in connection to the demo org cannot be changed. */
  builtIn: z.boolean(),
});

export const connections = {
  list: command(z.object({}), z.array(connection)),
  /** Secrets go in and never come out again. */
  save: command(z.object({ name: z.string().min(1), system: z.string(), environment: z.enum(environments), settings: z.record(z.string(), z.string()), secrets: z.record(z.string(), z.string()) }), z.object({})),
  remove: command(z.object({ name: z.string() }), z.object({})),
  /** Signs in and asks who we are. Rejects with what blocks. */
  test: command(z.object({ name: z.string() }), z.object({ user: z.string(), org: z.string(), apiVersion: z.string() })),
  /** Where secrets are kept, in words, and whether that place answers now. */
  vault: command(z.object({}), z.object({ place: z.string(), available: z.boolean(), message: z.string().optional() })),
};

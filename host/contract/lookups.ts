import { z } from 'zod';
import { columnTypes } from '../../flows/kit/schema.ts';
import { command } from '../rpc/contract.ts';

export const lookups = {
  /** Runs a node type's lookup: the choices for a setting, asked of the file or the org that the other settings name. */
  choices: command(
    z.object({ path: z.string(), type: z.string(), lookup: z.string(), settings: z.record(z.string(), z.unknown()) }),
    z.array(
      z.object({
        value: z.string(),
        label: z.string(),
        detail: z.string().optional(),
        type: z.enum(columnTypes).optional(),
        required: z.boolean().optional(),
        examples: z.array(z.string()).optional(),
      }),
    ),
  ),
};

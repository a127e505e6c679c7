import { z } from 'zod';
import { columnTypes } from '../../flows/kit/schema.ts';
import { command } from '../rpc/contract.ts';

/** flows/kit/fieldFacts.ts, as it crosses to the window. */
export const fieldFacts = z.object({
  name: z.string(),
  label: z.string().optional(),
  type: z.string(),
  length: z.number().optional(),
  isRequired: z.boolean(),
  isCreateable: z.boolean(),
  isUpdateable: z.boolean(),
  values: z.array(z.string()).readonly().optional(),
  isRestricted: z.boolean().optional(),
  referenceTo: z.array(z.string()).readonly().optional(),
});

const columns = z.array(z.object({ name: z.string(), type: z.enum(columnTypes) })).readonly();

export const lookups = {
  /** The fields of an org that a node uses when these columns come into it; none for node types that use no org. */
  fields: command(
    z.object({ path: z.string(), type: z.string(), settings: z.record(z.string(), z.unknown()), columns }),
    z.array(fieldFacts).readonly(),
  ),
  /**
   * Runs a node type's lookup: the choices for a setting, asked of the file or the org that the other settings name. `upstream` are the
   * columns that come in, by in-port; null where they are not known.
   */
  choices: command(
    z.object({ path: z.string(), type: z.string(), lookup: z.string(), settings: z.record(z.string(), z.unknown()), upstream: z.array(columns.nullable()).readonly().optional() }),
    z.array(
      z.object({
        value: z.string(),
        label: z.string(),
        detail: z.string().optional(),
        type: z.enum(columnTypes).optional(),
        required: z.boolean().optional(),
        examples: z.array(z.string()).readonly().optional(),
        relationship: z.string().optional(),
        objects: z.array(z.string()).readonly().optional(),
      }),
    ),
  ),
};

import { z } from 'zod';
import { documentSchema } from '../../flows/model/document.ts';
import { command } from '../rpc/contract.ts';
import { cell, schema } from './runs.ts';

export const previews = {
  /**
   * The first rows that leave a port ("node.port"), without a run: reads a little of the source and lets the nodes between work on it.
   * Nothing is written and nothing is kept. Rejects with kind `settings`, code `previewNeedsRun`, where a node on the way needs all rows.
   */
  rows: command(
    z.object({ path: z.string(), document: documentSchema, from: z.string(), limit: z.int().min(1).max(200) }),
    z.object({ schema, rows: z.array(z.array(cell).readonly()).readonly() }),
  ),
};

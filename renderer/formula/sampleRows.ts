import { createContext, useContext } from 'react';
import type { Batch } from '../../flows/kit/batch.ts';

/** Rows to try a formula on. */
export interface SampleRows {
  /** Undefined until there are some. */
  readonly batch: Batch | undefined;
  readonly isLoading: boolean;
  /** Why there are none, in words. */
  readonly error: string | undefined;
  /** The first row on show, from 0. All formulas of a node stand at the same row. */
  readonly at: number;
  step(this: void, by: number): void;
  /** Asks for rows where they are not fetched by themselves: what asks an org waits for the person. */
  load(this: void): void;
}

const context = createContext<readonly SampleRows[]>([]);
export const SampleRowsContext = context.Provider;

/** The sample rows of an in-port of the node on show, counted from 0; undefined where none come in. */
export function useSampleRows(input: number): SampleRows | undefined {
  return useContext(context)[input];
}

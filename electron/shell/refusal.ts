import { z } from 'zod';
import { AppError, asAppError } from '../../flows/kit/errors.ts';

/** An error as it crosses between main and the host process. Neither side's errors have a place in a flow. */
export const refusalSchema = z.object({
  kind: z.enum(['settings', 'row', 'busy', 'service', 'cancelled', 'bug']),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});
export type Refusal = z.output<typeof refusalSchema>;

export function refusalOf(thrown: unknown): Refusal {
  const { kind, code, message, hint } = asAppError(thrown);
  return { kind, code, message, hint };
}

export function errorOf({ kind, code, message, hint }: Refusal): AppError {
  return new AppError(kind, code, { message, ...(hint === undefined ? {} : { hint }) });
}

import { z } from 'zod';

/** The names an object may have at a path inside what a schema describes; none where that is no object. */
export function keysAt(schema: z.core.$ZodType, path: readonly (string | number)[]): string[] {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (step === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject) {
    const next = inner.shape[step] as z.core.$ZodType | undefined;
    return next ? keysAt(next, rest) : [];
  }
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType, rest);
  return inner instanceof z.ZodArray ? keysAt(inner.element, rest) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}

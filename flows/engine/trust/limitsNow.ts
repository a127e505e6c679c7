import { readFile } from 'node:fs/promises';
import { documentSchema } from '../../model/document.ts';
import type { RunRequest } from '../runRequest.ts';

/**
 * The request with the limits that its flow file has now: whoever is stopped by one raises it there and resumes, and whoever applies a plan is held
 * to what the flow says by then. As they were where there is no such file any more.
 */
export async function withLimitsNow(request: RunRequest): Promise<RunRequest> {
  const { path, document } = request;
  if (path === undefined) return request;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const limits = text === undefined ? undefined : limitsIn(text);
  if (!limits?.success) return request;
  const { limits: _before, ...rest } = document;
  return { ...request, document: limits.data === undefined ? rest : { ...rest, limits: limits.data } };
}

function limitsIn(text: string): ReturnType<typeof documentSchema.shape.limits.safeParse> | undefined {
  try {
    return documentSchema.shape.limits.safeParse((JSON.parse(text) as { limits?: unknown }).limits);
  } catch {
    return undefined;
  }
}

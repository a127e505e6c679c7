import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../flows/kit/errors.ts';

export const flowFile = 'flow.json';

/** What a list needs of a flow file. The rest is read when the flow is opened. */
const headShape = z.object({ name: z.string(), description: z.string().default('') });

interface FlowTemplates {
  list(): Promise<{ id: string; name: string; description: string }[]>;
  ids(): Promise<string[]>;
  /** The flow file of the working copy of a template; the copy is made when there is none. */
  workingCopy(id: string): Promise<string>;
  /** Whether a flow file is a working copy that is still as the template. */
  isFresh(path: string): Promise<boolean>;
}

/**
 * The flows that ship with the app: a folder each, with `flow.json` and the data files it reads.
 * @param copies the folder in which working copies are made, under the template's id.
 */
export function flowTemplates(folder: string, copies: string): FlowTemplates {
  async function ids(): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, flowFile))).map((entry) => entry.name).sort();
  }

  return {
    ids,
    list: async () =>
      Promise.all(
        (await ids()).map(async (id) => {
          const file = join(folder, id, flowFile);
          return { id, ...headShape.parse(JSON.parse(await readFile(file, 'utf8'))) };
        }),
      ),
    async workingCopy(id) {
      const known = await ids();
      if (!known.includes(id)) throw new AppError('settings', 'templateUnknown', { message: `There is no template "${id}". Templates: ${known.join(', ')}.` });
      const copy = join(copies, id);
      if (!existsSync(join(copy, flowFile))) await copyOnce(join(folder, id), copy);
      return join(copy, flowFile);
    },
    async isFresh(path) {
      const id = (await ids()).find((one) => join(copies, one, flowFile) === path);
      if (id === undefined) return false;
      const [copy, template] = await Promise.all([readFile(path, 'utf8'), readFile(join(folder, id, flowFile), 'utf8')]);
      return copy === template;
    },
  };
}

/** Copies a folder so that it is there whole or not at all. */
async function copyOnce(from: string, to: string): Promise<void> {
  const draft = `${to}.${randomUUID().slice(0, 8)}.part`;
  await mkdir(dirname(to), { recursive: true });
  try {
    await cp(from, draft, { recursive: true });
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // A copy that another window made in the meantime is as good.
    if (!existsSync(join(to, flowFile))) throw error;
  }
}

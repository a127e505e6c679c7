import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../flows/connections/writeFileAtomic.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { readFlow } from '../../flows/model/readFlow.ts';
import { writeFlow } from '../../flows/model/writeFlow.ts';
import type { HostHandlers } from '../contract/contract.ts';

interface FlowVersionsOptions {
  readonly dataFolder: string;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
}

/** A file of a version: what it is called, and the text of the flow file. */
const versionShape = z.object({ path: z.string(), name: z.string(), savedAt: z.string(), flow: z.string() });
type VersionFile = z.output<typeof versionShape>;

/** The named versions of flow files: `<dataFolder>/versions/<hash of the flow's path>/<id>.json`, written once and never changed. */
export function flowVersions({ dataFolder, definitions }: FlowVersionsOptions): HostHandlers['versions'] {
  const folderOf = (path: string): string => join(dataFolder, 'versions', createHash('sha256').update(path).digest('hex').slice(0, 32));

  async function read(path: string, id: string): Promise<VersionFile> {
    if (!/^[\w-]+$/.test(id)) throw unknown(id);
    try {
      return versionShape.parse(JSON.parse(await readFile(join(folderOf(path), `${id}.json`), 'utf8')));
    } catch {
      throw unknown(id);
    }
  }

  return {
    async list({ path }) {
      const names = await readdir(folderOf(path)).catch(() => []);
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
      const files = await Promise.all(ids.map(async (id) => ({ id, file: await read(path, id).catch(() => undefined) })));
      const readable = files.flatMap(({ id, file }) => (file ? [{ id, name: file.name, savedAt: file.savedAt }] : []));
      return readable.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
    },
    async save({ path, name, document }) {
      const title = name.trim();
      if (title === '') throw new AppError('settings', 'versionName', { message: 'A version needs a name.' });
      const file = { path, name: title, savedAt: new Date().toISOString(), flow: writeFlow(document, definitions) } satisfies VersionFile;
      const id = randomUUID();
      await writeFileAtomic(join(folderOf(path), `${id}.json`), `${JSON.stringify(file, null, 2)}\n`);
      return { id, name: title, savedAt: file.savedAt };
    },
    read: async ({ path, id }) => ({ document: readFlow((await read(path, id)).flow, definitions) }),
    async remove({ path, id }) {
      await read(path, id);
      await rm(join(folderOf(path), `${id}.json`));
      return {};
    },
  };
}

function unknown(id: string): AppError {
  return new AppError('settings', 'versionUnknown', { message: `There is no version "${id}" of this flow.`, hint: 'It may have been removed in another window.' });
}

import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { writeFileAtomic } from '../../flows/connections/writeFileAtomic.ts';
import { readCalled } from '../../flows/engine/calledFlows.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import { readFlow } from '../../flows/model/readFlow.ts';
import { writeFlow } from '../../flows/model/writeFlow.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { addFilePiece } from './flowFolder.ts';
import { flowFile, flowTemplates } from './flowTemplates.ts';
import { recentFlows } from './recentFlows.ts';

interface FlowFilesOptions {
  readonly dataFolder: string;
  readonly templatesFolder: string;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
}

interface OpenFlow {
  path: string;
  document: FlowDocument;
  fresh: boolean;
}

/** Flow files: what can be opened, opening, saving, and new ones in the person's flow folder `<dataFolder>/flows`. */
export function flowFiles({ dataFolder, templatesFolder, definitions }: FlowFilesOptions): HostHandlers['flows'] {
  const own = join(dataFolder, 'flows');
  const templates = flowTemplates(templatesFolder, own);
  const recent = recentFlows(join(dataFolder, 'recentFlows.json'));

  async function open(named: string): Promise<OpenFlow> {
    checkPath(named);
    const path = normalize(named);
    const document = readFlow(await readText(path), definitions, path);
    await recent.add(path, document.name);
    return { path, document, fresh: await templates.isFresh(path) };
  }

  return {
    list: async () => ({ templates: await templates.list(), recent: await recent.list() }),
    open: ({ path }) => open(path),
    async called({ path, document }) {
      checkPath(path);
      return { flows: await readCalled(document, dirname(path), definitions) };
    },
    openTemplate: async ({ id }) => open(await templates.workingCopy(id)),
    async create({ name }) {
      const title = name.trim();
      if (title === '') throw new AppError('settings', 'flowName', { message: 'A flow needs a name.' });
      const folder = await claimFolder(own, folderName(title), await templates.ids());
      const path = join(folder, flowFile);
      await writeFileAtomic(path, writeFlow(emptyDocument(title), definitions));
      return open(path);
    },
    async addFile(piece) {
      checkPath(piece.path);
      await checkFolder(piece.path);
      return addFilePiece(piece);
    },
    async save({ path, document }) {
      checkPath(path);
      await checkFolder(path);
      await writeFileAtomic(path, writeFlow(document, definitions));
      await recent.add(path, document.name);
      return { path };
    },
  };
}

function checkPath(path: string): void {
  const refuse = (message: string) => new AppError('settings', 'flowPath', { message });
  if (!isAbsolute(path)) throw refuse(`"${path}" is not a whole path. Give the path of the flow file from the root folder on.`);
  // Keeps a slip from overwriting a data file with a flow.
  if (!path.endsWith('.json')) throw refuse(`"${path}" does not end in .json, and flow files do. Choose another name.`);
}

async function checkFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const isFolder = await stat(folder).then((found) => found.isDirectory(), () => false);
  if (!isFolder) throw new AppError('settings', 'flowPath', { message: `There is no folder ${folder}. Make it, or choose another.` });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`;
    throw new AppError('settings', 'flowFile', { message, hint: 'Choose another file.', where: { file: path }, cause: error });
  }
}

/** "Clean my leads!" → `clean-my-leads`: letters and digits of any script, dashes between. */
function folderName(name: string): string {
  const words = name.toLowerCase().normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, 60) || 'flow';
}

/** Makes the first of `name`, `name-2`, `name-3` … that is free. The names of templates are left to their copies. */
async function claimFolder(parent: string, name: string, reserved: readonly string[]): Promise<string> {
  await mkdir(parent, { recursive: true });
  const taken = new Set(reserved.map((one) => one.toLowerCase()));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (taken.has(candidate)) continue;
    try {
      const folder = join(parent, candidate);
      await mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

import { glob, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { AppError } from '../../kit/errors.ts';
import { fileError } from './fileError.ts';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** What rows say of where they come from: the file's name, with its folders below the one that was asked for. */
  readonly label: string;
}

/**
 * The files that a setting means, by name: one file, all files of a folder with one of these endings (packed by gzip too), or those that a
 * pattern such as `exports/*.csv` fits. Files whose name begins with a point are left out.
 * @param named absolute
 * @throws AppError `settings` when there is none
 */
export async function findFiles(named: string, extensions: readonly string[]): Promise<FoundFile[]> {
  const found = await stat(named).catch(() => undefined);
  if (found?.isDirectory()) return inFolder(named, extensions);
  if (!found && /[*?{[]/.test(named)) return byPattern(named);
  return [{ path: named, label: basename(named) }];
}

async function inFolder(folder: string, extensions: readonly string[]): Promise<FoundFile[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    throw fileError(thrown, folder, 'read');
  });
  const endings = extensions.flatMap((extension) => [`.${extension}`, `.${extension}.gz`]);
  const fits = names.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && endings.some((ending) => entry.name.toLowerCase().endsWith(ending)));
  if (fits.length === 0) throw new AppError('settings', 'folderWithoutFiles', {
    message: `There is no file in ${folder} that ends with .${extensions.join(' or .')}.`,
    hint: 'Put one there, name a file, or write a pattern such as exports/*.csv.',
  });
  return sorted(fits.map(({ name }) => ({ path: join(folder, name), label: name })));
}

async function byPattern(pattern: string): Promise<FoundFile[]> {
  const parts = pattern.split(/[\\/]/);
  const base = parts.slice(0, parts.findIndex((part) => /[*?{[]/.test(part))).join(sep) || sep;
  const found: FoundFile[] = [];
  for await (const entry of glob(pattern, { withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !entry.name.startsWith('.')) found.push({ path, label: relative(base, path).split(sep).join('/') });
  }
  if (found.length === 0) throw new AppError('settings', 'patternWithoutFiles', {
    message: `No file fits ${pattern}.`,
    hint: '* stands for any part of a name, ** for any folders. Relative names count from the folder of the flow file.',
  });
  return sorted(found);
}

function sorted(files: FoundFile[]): FoundFile[] {
  return files.sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

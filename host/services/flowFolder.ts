import { open, rename } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { AppError } from '../../flows/kit/errors.ts';

interface Piece {
  /** The flow file the new file is put beside. */
  readonly path: string;
  /** What the file is called where it comes from. */
  readonly name: string;
  /** The name that the first piece was given. */
  readonly file?: string | undefined;
  readonly offset: number;
  /** Base64. */
  readonly data: string;
  readonly isLast: boolean;
}

/**
 * Writes a piece of a file beside a flow. The first piece claims the first free of `name`, `name 2`, `name 3`; until the last one has come
 * the file has another name, so that nobody reads half of it. Gives the name. Rejects with kind `settings` for a name that is a path.
 */
export async function addFilePiece({ path, name, file, offset, data, isLast }: Piece): Promise<{ file: string }> {
  const folder = dirname(path);
  const claimed = checked(file ?? freeName(folder, checked(name)));
  const draft = join(folder, `${claimed}.part`);
  const handle = await open(draft, file === undefined ? 'w' : 'r+');
  try {
    await handle.write(Buffer.from(data, 'base64'), 0, undefined, offset);
    if (isLast) await handle.sync();
  } finally {
    await handle.close();
  }
  if (isLast) await rename(draft, join(folder, claimed));
  return { file: claimed };
}

function checked(name: string): string {
  // oxlint-disable-next-line no-control-regex
  if (!/[/\\\u0000-\u001f]/.test(name) && !/^\.*$/.test(name) && name.length <= 200) return name;
  throw new AppError('settings', 'fileName', { message: `"${name}" is not the name of a file.`, hint: 'Give the file a name without slashes.' });
}

function freeName(folder: string, name: string): string {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${stem} ${number}${ending}`;
    if (!existsSync(join(folder, candidate)) && !existsSync(join(folder, `${candidate}.part`))) return candidate;
  }
}

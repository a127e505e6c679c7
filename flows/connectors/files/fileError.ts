import { basename, dirname } from 'node:path';
import { AppError, type ErrorKind } from '../../kit/errors.ts';

/** What a file system said about `file` (an absolute path), as an AppError. What it does not know stays as it is. */
export function fileError(thrown: unknown, file: string, access: 'read' | 'write'): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const found = says[code]?.(basename(file), dirname(file), access);
  if (!found) return thrown;
  const [kind, name, message, hint] = found;
  return new AppError(kind, name, { message, ...(hint === undefined ? {} : { hint }), cause: thrown, data: { file } });
}

type Says = (name: string, folder: string, access: 'read' | 'write') => readonly [ErrorKind, string, string, string?];

const full: Says = (name, folder) => [
  'service',
  'diskFull',
  `The disk that holds ${folder} is full: there is no room for ${name}. The file was not written.`,
  'Make room, then run again.',
];
const denied: Says = (name, folder, access) =>
  access === 'read'
    ? ['settings', 'fileNotReadable', `You may not read ${name} in ${folder}. Ask for the right to it, or choose another file.`]
    : ['settings', 'fileNotWritable', `You may not write ${name} in ${folder}. Ask for the right to it, or choose another folder.`];

const says: Readonly<Record<string, Says>> = {
  ENOENT: (name, folder, access) =>
    access === 'read'
      ? ['settings', 'fileNotFound', `There is no file ${name} in ${folder}.`, 'Relative names count from the folder of the flow file.']
      : ['settings', 'folderNotFound', `There is no folder ${folder} to write ${name} into. Make the folder, or choose another one.`],
  ENOTDIR: (name, folder) => ['settings', 'folderNotFound', `${folder} is not a folder, so there can be no ${name} in it.`],
  EISDIR: (name, folder) => ['settings', 'fileIsFolder', `${name} in ${folder} is a folder, not a file. Choose a file.`],
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
  EBUSY: (name) => ['service', 'fileBusy', `${name} is open in another program. Close it there, then run again.`],
  ENAMETOOLONG: (name) => ['settings', 'fileNameTooLong', `The file name ${name} is too long for this disk. Choose a shorter one.`],
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: full,
  Z_BUF_ERROR: (name) => ['settings', 'fileDamaged', `${name} ends too early: its last part is missing, so it cannot be unpacked. Get the file once more.`],
  Z_DATA_ERROR: (name) => ['settings', 'fileDamaged', `${name} is damaged: it cannot be unpacked. Get the file once more.`],
  EIO: (name, folder, access) => [
    'service',
    'diskFault',
    `The disk that holds ${folder} reported a fault while ${name} was ${access === 'read' ? 'read' : 'written'}.`,
  ],
};

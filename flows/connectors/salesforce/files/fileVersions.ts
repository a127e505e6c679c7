import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../kit/errors.ts';
import type { OrgCounters, SalesforceOrg } from '../salesforceOrg.ts';

export interface FileVersion {
  readonly id: string;
  readonly title: string;
  /** Without its point; blank where it has none. */
  readonly extension: string;
  readonly sizeBytes: number;
}

/** What an org says of a file: by the Id of a version (068…), or of a document (069…), of which the latest version counts. */
export async function fileVersion(org: SalesforceOrg, id: string, counters: OrgCounters, signal: AbortSignal): Promise<FileVersion> {
  const get = <T>(path: string): Promise<T> => org.request<T>({ method: 'GET', path, idempotent: true }, counters, signal);
  const version = id.startsWith('069') ? (await get<{ LatestPublishedVersionId: string }>(`/sobjects/ContentDocument/${id}?fields=LatestPublishedVersionId`)).LatestPublishedVersionId : id;
  const { Title, FileExtension, ContentSize } = await get<{ Title: string; FileExtension: string | null; ContentSize: number }>(`/sobjects/ContentVersion/${version}?fields=Title,FileExtension,ContentSize`);
  return { id: version, title: Title, extension: FileExtension ?? '', sizeBytes: ContentSize };
}

/** Writes the content of a version into a file, whole or not at all. Rejects with kind `row` where it is shorter than the org said. */
export async function downloadFile(org: SalesforceOrg, { id, sizeBytes }: FileVersion, file: string, counters: OrgCounters, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    const { body } = await org.download({ path: `/sobjects/ContentVersion/${id}/VersionData` }, counters, signal);
    const handle = await open(draft, 'wx');
    await pipeline(body, handle.createWriteStream(), { signal });
    const { size } = await stat(draft);
    if (size !== sizeBytes) throw new AppError('row', 'fileCutShort', { message: `The org says that the file ${id} has ${sizeBytes} bytes; ${size} came.`, hint: 'Run again.' });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

export interface NewFile {
  readonly path: string;
  readonly title: string;
  /** The record that the file belongs to; undefined: the library of the user. */
  readonly record: string | undefined;
}

/**
 * Uploads a file as it is read, and gives the Id of its first version. Rejects with kind `row` where it cannot be read or is too large: an
 * org takes up to 2 GB in a request. Source: REST API Developer Guide, "Insert or Update Blob Data".
 */
export async function uploadFile(org: SalesforceOrg, { path, title, record }: NewFile, mostBytes: number, counters: OrgCounters, signal: AbortSignal): Promise<string> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('row', 'fileUnreadable', { message: `${path} cannot be read (${cause.code}).`, hint: 'Look at the name and the folder.', cause });
  });
  if (!found.isFile()) throw new AppError('row', 'fileUnreadable', { message: `${path} is no file.` });
  if (found.size > mostBytes) throw new AppError('row', 'fileTooLarge', { message: `${path} has ${found.size} bytes, and at most ${mostBytes} are sent.`, hint: 'An org takes up to 2 GB in a request.' });
  const name = basename(path);
  const fields = { Title: title, PathOnClient: name, ...(record === undefined ? {} : { FirstPublishLocationId: record }) };
  const boundary = `sluice-${randomUUID()}`;
  const quoted = name.replace(/["\r\n]/g, '_');
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="entity_content"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(fields)}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="VersionData"; filename="${quoted}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const body = async function* (): AsyncGenerator<Buffer> {
    yield head;
    // Not more than was announced, should the file grow meanwhile.
    if (found.size > 0) yield* createReadStream(path, { end: found.size - 1 }) as AsyncIterable<Buffer>;
    yield tail;
  };
  const answer = await org.upload(
    { method: 'POST', path: '/sobjects/ContentVersion', contentType: `multipart/form-data; boundary=${boundary}`, open: () => Readable.from(body()), sizeBytes: head.length + found.size + tail.length },
    counters,
    signal,
  );
  return (JSON.parse(answer) as { id: string }).id;
}

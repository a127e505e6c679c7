import type { OrgRequest } from '../http/request.ts';
import { type Route, secured } from '../http/router.ts';
import { notFound, OrgError } from '../orgError.ts';
import { createRecord } from '../rest/recordResources.ts';
import { normalId } from '../schema/recordId.ts';
import { quoted } from '../schema/objectType.ts';
import type { Contents } from './contents.ts';

const versions = '/services/data/{version}/sobjects/ContentVersion';
/** A real org takes 2 GB; this one holds the body in memory. */
const largestBytes = 100 * 1_024 * 1_024;

/** Files go up as a multipart body, beside the JSON that every object takes, and come down as their bytes. */
export function fileRoutes(contents: Contents): readonly Route[] {
  return [
    secured('POST', versions, async (request, org, session) => {
      const { params, query, origin } = request;
      const isMultipart = /^multipart\/form-data\s*;/i.test(request.header('content-type') ?? '');
      const body = isMultipart ? await multipart(request) : await request.json();
      return createRecord({ params: { ...params, object: 'ContentVersion' }, query, origin, header: (name) => request.header(name), body }, org, session);
    }),
    secured('GET', `${versions}/{id}/VersionData`, (request, org, session) => {
      const object = org.schemaFor(session.userId).at('ContentVersion');
      const id = normalId(request.params.id!);
      const isThere = id !== undefined && org.database.get(`SELECT 1 FROM ${quoted(object.name)} WHERE "Id" = :id AND "IsDeleted" = 0`, { id }) !== undefined;
      const bytes = isThere ? contents.read(id) : undefined;
      if (!bytes) throw notFound();
      return { status: 200, type: 'application/octetstream', stream: once(bytes) };
    }),
  ];
}

/** One part is JSON, with the fields; each part with a file name is the content of the field it is named after. */
async function multipart(request: OrgRequest): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request.stream()) {
    bytes += piece.length;
    if (bytes > largestBytes) throw new OrgError('REQUEST_ENTITY_TOO_LARGE', `The request body is larger than ${largestBytes} bytes.`, { status: 413 });
    pieces.push(piece);
  }
  const type = request.header('content-type')!;
  const form = await new Response(Buffer.concat(pieces), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new OrgError('INVALID_MULTIPART_REQUEST', 'The multipart body cannot be read.');
  });
  let record: Record<string, unknown> | undefined;
  const contents: Record<string, string> = {};
  for (const [name, part] of form) {
    if (typeof part === 'string') record = fieldsOf(part);
    else contents[name] = Buffer.from(await part.arrayBuffer()).toString('base64');
  }
  if (!record) throw new OrgError('INVALID_MULTIPART_REQUEST', 'The multipart body has no part with the fields of the record as JSON.');
  return { ...record, ...contents };
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new OrgError('JSON_PARSER_ERROR', (error as Error).message);
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

import { json, type Reply } from '../../http/reply.ts';
import type { ContentType, KeptOutcome } from '../bulkJob.ts';
import { csvLine } from '../csvFormat.ts';
import { elements, xml } from './asyncReply.ts';

const format = { delimiter: 'COMMA', lineEnding: 'LF' } as const;

/** What became of the rows of a batch, in their order. */
export function asyncResults(contentType: ContentType, outcomes: readonly KeptOutcome[]): Reply {
  const rows = outcomes.map(resultOf);
  if (contentType === 'JSON') return json(rows.map(({ error, ...row }) => ({ ...row, errors: error === '' ? [] : [errorOf(error)] })));
  if (contentType === 'XML') return xml('results', rows.map(xmlResult).join(''));
  const lines = rows.map(({ id, success, created, error }) => csvLine([id ?? '', String(success), String(created), error], format));
  return { status: 200, type: 'text/csv', body: csvLine(['Id', 'Success', 'Created', 'Error'], format) + lines.join('') };
}

interface Result {
  readonly id: string | null;
  readonly success: boolean;
  readonly created: boolean;
  readonly error: string;
}

function resultOf(outcome: KeptOutcome): Result {
  if (typeof outcome === 'string') return { id: outcome.slice(1), success: true, created: outcome.startsWith('+'), error: '' };
  return { id: outcome.id || null, success: false, created: false, error: outcome.error };
}

function xmlResult({ id, success, created, error }: Result): string {
  const { fields, ...rest } = errorOf(error);
  const errors = error === '' ? '' : `<errors>${fields.map((fields) => elements({ fields })).join('')}${elements(rest)}</errors>`;
  return `<result>${errors}${elements({ id, success: String(success), created: String(created) })}</result>`;
}

/** `CODE:message:Field, Field --` in its parts. */
function errorOf(error: string): { message: string; fields: string[]; statusCode: string } {
  const [, statusCode = '', message = error, fields = ''] = /^(\w+):(.*):([\w, ]*)--$/s.exec(error) ?? [];
  return { message, fields: fields.trim() === '' ? [] : fields.trim().split(', '), statusCode };
}

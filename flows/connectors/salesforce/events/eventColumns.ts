import type { Cell, ColumnSpec, ColumnType, Schema } from '../../../kit/schema.ts';
import { columnTypeOf, type ObjectDescribe } from '../objectDescribe.ts';
import type { OrgEvent } from './eventStream.ts';

export type ChannelKind = 'change' | 'event' | 'topic' | 'generic';

/** `/data/…` tells changes, `/event/…` platform events, `/topic/…` a PushTopic, `/u/…` texts; undefined for what is no channel. */
export function channelKind(channel: string): ChannelKind | undefined {
  const kinds: Readonly<Record<string, ChannelKind>> = { data: 'change', event: 'event', topic: 'topic', u: 'generic' };
  return kinds[/^\/(data|event|topic|u)\/[\w/]+$/.exec(channel)?.[1] ?? ''];
}

/** The object whose fields the events of a channel carry; undefined where there is none or many. */
export function objectOf(channel: string): string | undefined {
  const name = channel.split('/').at(-1)!;
  if (channel.startsWith('/event/') && name.endsWith('__e')) return name;
  if (!channel.startsWith('/data/') || name === 'ChangeEvents') return undefined;
  return name.endsWith('__ChangeEvent') ? name.replace(/__ChangeEvent$/, '__c') : /^(\w+)ChangeEvent$/.exec(name)?.[1];
}

const text = (name: string): ColumnSpec => ({ name, type: 'text' });
const headers: Readonly<Record<ChannelKind, Schema>> = {
  change: [
    text('ReplayId'), text('ChangeType'), text('EntityName'), text('RecordId'), text('ChangedFields'), { name: 'CommitTimestamp', type: 'datetime' },
    text('CommitUser'), text('ChangeOrigin'), text('TransactionKey'), { name: 'SequenceNumber', type: 'number' },
  ],
  event: [text('ReplayId'), text('EventUuid')],
  topic: [text('ReplayId'), text('ChangeType'), { name: 'EventDate', type: 'datetime' }],
  generic: [text('ReplayId'), { name: 'EventDate', type: 'datetime' }, text('Payload')],
};

/** Columns that say what happened, then those of the fields. Where the fields are not known, the last column has all of them as JSON. */
export function eventSchema(channel: string, describe: ObjectDescribe | undefined): Schema {
  const kind = channelKind(channel) ?? 'generic';
  if (kind === 'generic') return headers.generic;
  if (!describe) return [...headers[kind], text('Fields')];
  const taken = new Set(headers[kind].map(({ name }) => name));
  const fields = describe.fields.filter(({ name, type }) => !taken.has(name) && !['address', 'location'].includes(type) && !leftOut.has(name) && !(kind === 'event' && name.startsWith('LastModified')));
  return [...headers[kind], ...fields.map((field) => ({ name: field.name, type: columnTypeOf(field) }))];
}

/** No event carries these. */
const leftOut = new Set(['Id', 'IsDeleted', 'SystemModstamp']);

interface ChangeHeader {
  readonly changeType: string;
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changedFields?: readonly string[];
  readonly commitTimestamp: number;
  readonly commitUser: string;
  readonly changeOrigin: string;
  readonly transactionKey: string;
  readonly sequenceNumber: number;
}

/** The header of a change event; undefined for other events. */
export function changeHeader({ payload }: OrgEvent): ChangeHeader | undefined {
  return payload['ChangeEventHeader'] as ChangeHeader | undefined;
}

/** The rows of an event: one for each record of a change that many share, else one. */
export function eventRows(event: OrgEvent, schema: Schema): Cell[][] {
  const header = changeHeader(event);
  const { ChangeEventHeader: _header, ...payload } = event.payload;
  const fields = flat(payload);
  const made = (recordId: string | undefined): Cell[] => schema.map(({ name, type }) => cellOf(valueOf(name, recordId), type));
  const valueOf = (name: string, recordId: string | undefined): unknown => {
    if (name === 'ReplayId') return event.replayId;
    if (name === 'Fields') return fields;
    if (Object.hasOwn(fields, name)) return fields[name];
    if (name === 'RecordId') return recordId;
    if (name === 'EventDate') return event.event['createdDate'];
    if (name === 'EventUuid') return event.event['EventUuid'];
    if (!header) return name === 'ChangeType' ? event.event['type'] : undefined;
    if (name === 'ChangedFields') return header.changedFields?.join(', ');
    const value: unknown = (header as unknown as Record<string, unknown>)[`${name[0]!.toLowerCase()}${name.slice(1)}`];
    return value;
  };
  return header && header.recordIds.length > 0 ? header.recordIds.map(made) : [made(undefined)];
}

/** Parts of an address, a name or a place under the names that describes have for them: `MailingAddress.City` is MailingCity. */
function flat(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(payload)) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) fields[name] = value;
    else for (const [part, inner] of Object.entries(value)) fields[partName(name, part)] = inner;
  }
  return fields;
}

function partName(whole: string, part: string): string {
  if (whole.endsWith('Address')) return `${whole.slice(0, -'Address'.length)}${part}`;
  if (part === 'Latitude' || part === 'Longitude') return `${whole.replace(/__c$/, '')}__${part}__s`;
  return part;
}

function cellOf(value: unknown, type: ColumnType): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'object') return JSON.stringify(value);
  const isMoment = type === 'date' || type === 'datetime';
  if (typeof value === 'string' && isMoment) return Date.parse(type === 'date' ? `${value.slice(0, 10)}T00:00:00Z` : value) / (type === 'date' ? 86_400_000 : 1);
  if (typeof value === 'string' && type === 'time') return Date.parse(`1970-01-01T${value}`);
  if (typeof value === 'number' && type === 'date') return Math.floor(value / 86_400_000);
  if (type === 'text' && typeof value !== 'string') return JSON.stringify(value);
  return value as Cell;
}

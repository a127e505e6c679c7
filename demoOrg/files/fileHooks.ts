import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';
import { type Author, type ObjectWriter, objectWriter } from '../records/objectWriter.ts';
import { fault } from '../records/outcome.ts';
import type { StoredValue } from '../records/readField.ts';
import type { WriteHooks } from '../records/writeHooks.ts';
import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { writableByOrg } from '../schema/writableByOrg.ts';
import { type Contents, kept } from './contents.ts';

interface FileParts {
  readonly database: Database;
  readonly schema: Schema;
  readonly contents: Contents;
}

/**
 * What follows from a new version of a file: its bytes are kept beside the record, the document is made or brought up to date, and links
 * show it to its owner and where it was published. Orgs that were made before there were files have none of this.
 */
export function fileHooks(hooks: WriteHooks, { database, schema, contents }: FileParts): WriteHooks {
  let writerOf: ((object: ObjectType) => ObjectWriter) | undefined;
  let documents: ObjectWriter | undefined;

  /** The file that a version begins. */
  function newDocument(values: Readonly<Record<string, StoredValue>>, author: Author): string {
    documents ??= objectWriter(database, schema, writableByOrg(schema.at('ContentDocument')), hooks);
    const { Title, Description, FileExtension, FileType, ContentSize, OwnerId } = values;
    const id = documents.insert({ Title, Description, FileExtension, FileType, ContentSize, OwnerId }, author);
    documents.keepNumber();
    return id;
  }

  function begin(object: ObjectType, id: string, values: StoredValue[]): void {
    const at = (name: string): number => fieldOf(object, name)!.column;
    const value = (name: string): StoredValue => values[at(name)]!;
    const bytes = Buffer.from(String(value('VersionData')), 'base64');
    const path = String(value('PathOnClient'));
    const [, stem = path, extension = ''] = /^(?:.*[\\/])?(.+?)(?:\.([^.]*))?$/.exec(path) ?? [];
    const known = value('ContentDocumentId');
    const facts = {
      Title: value('Title') ?? stem,
      VersionData: kept,
      FileExtension: extension === '' ? null : extension.toLowerCase(),
      FileType: extension === '' ? 'UNKNOWN' : extension.toUpperCase(),
      ContentSize: bytes.length,
      Checksum: createHash('md5').update(bytes).digest('hex'),
      IsLatest: 1,
    };
    const document = known ?? newDocument({ ...facts, Description: value('Description'), OwnerId: value('OwnerId') }, authorOf(object, values));
    const [before] = database.get('SELECT count(*) FROM "ContentVersion" WHERE "ContentDocumentId" = :document', { document })!;
    for (const [name, fact] of Object.entries({ ...facts, ContentDocumentId: document, VersionNumber: String(Number(before) + 1) })) values[at(name)] = fact;
    contents.keep(id, bytes);
  }

  function publish(object: ObjectType, id: string, values: readonly StoredValue[]): void {
    const value = (name: string): StoredValue => values[fieldOf(object, name)!.column]!;
    const document = value('ContentDocumentId');
    const parameters = { id, document };
    database.run('UPDATE "ContentVersion" SET "IsLatest" = 0 WHERE "ContentDocumentId" = :document AND "Id" <> :id', parameters);
    database.run(
      'UPDATE "ContentDocument" SET "LatestPublishedVersionId" = :id, "Title" = :title, "FileExtension" = :extension, "FileType" = :type, "ContentSize" = :size WHERE "Id" = :document',
      { ...parameters, title: value('Title'), extension: value('FileExtension'), type: value('FileType'), size: value('ContentSize') },
    );
    if (value('VersionNumber') !== '1') return;
    const links = writerOf!(schema.at('ContentDocumentLink'));
    const author = authorOf(object, values);
    const [owner, place] = [value('OwnerId'), value('FirstPublishLocationId')];
    links.insert({ ContentDocumentId: document, LinkedEntityId: owner, ShareType: 'I' }, author);
    if (place !== null && place !== owner) links.insert({ ContentDocumentId: document, LinkedEntityId: place, ShareType: 'V' }, author);
  }

  return {
    ...hooks,
    attach: (writers) => (writerOf = writers),
    before(object, id, values, isNew) {
      hooks.before(object, id, values, isNew);
      if (object.name !== 'ContentVersion') return;
      if (isNew) return begin(object, id, values);
      if (values[fieldOf(object, 'VersionData')!.column] !== kept) throw fault('INVALID_FIELD_FOR_INSERT_UPDATE', 'Unable to create/update fields: VersionData. A changed file is a new version of its document.', ['VersionData']);
    },
    after(change) {
      hooks.after(change);
      if (change.object.name === 'ContentVersion' && change.type === 'CREATE') publish(change.object, change.id, change.values);
    },
  };
}

/** Who wrote the version, and when. */
function authorOf(object: ObjectType, values: readonly StoredValue[]): Author {
  const value = (name: string): string => String(values[fieldOf(object, name)!.column]);
  return { userId: value('CreatedById'), moment: value('CreatedDate'), setsAuditFields: false, known: new Set() };
}

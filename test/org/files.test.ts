import { expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const data = `/services/data/v${apiVersion}`;
const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));

interface Version {
  readonly Id: string;
  readonly Title: string;
  readonly VersionData: string;
  readonly ContentDocumentId: string;
  readonly VersionNumber: string;
  readonly IsLatest: boolean;
  readonly FileExtension: string | null;
  readonly FileType: string;
  readonly ContentSize: number;
}

async function versionsOf(condition: string): Promise<Version[]> {
  const soql = `SELECT Id, Title, VersionData, ContentDocumentId, VersionNumber, IsLatest, FileExtension, FileType, ContentSize FROM ContentVersion WHERE ${condition} ORDER BY VersionNumber`;
  return (await fixture.connection.query<Version & Record<string, unknown>>(soql)).records;
}

async function contentAt(path: string): Promise<Buffer> {
  const answer = await fixture.fetch(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octetstream']);
  return Buffer.from(await answer.arrayBuffer());
}

test('jsforce puts a file up as JSON and as a multipart body; its bytes come down as they were', async () => {
  const versions = fixture.connection.sobject('ContentVersion');
  const asJson = await versions.create({ Title: 'As JSON', PathOnClient: 'plans/Łódź.one.PDF', VersionData: bytes.toString('base64') });
  const asParts = await versions.create({ Title: 'As parts', PathOnClient: 'notes', VersionData: bytes.toString('base64') }, { multipartFileFields: { VersionData: { filename: 'notes', contentType: 'application/octet-stream' } } });
  const [one, two] = [...(await versionsOf(`Id = '${asJson.id!}'`)), ...(await versionsOf(`Id = '${asParts.id!}'`))];
  expect(one).toMatchObject({ Title: 'As JSON', FileExtension: 'pdf', FileType: 'PDF', ContentSize: 70_000, VersionNumber: '1', IsLatest: true, VersionData: `${data}/sobjects/ContentVersion/${asJson.id!}/VersionData` });
  expect(two).toMatchObject({ FileExtension: null, FileType: 'UNKNOWN', ContentSize: 70_000 });
  for (const { VersionData } of [one!, two!]) expect((await contentAt(VersionData)).equals(bytes)).toBe(true);
});

test('a file has a document that names its latest version, and links to its owner and the record', async () => {
  const { connection } = fixture;
  const { id: account } = await connection.sobject('Account').create({ Name: 'With files' });
  const { id: first } = await connection.sobject('ContentVersion').create({ PathOnClient: 'plan.txt', VersionData: Buffer.from('one').toString('base64'), FirstPublishLocationId: account! });
  const [version] = await versionsOf(`Id = '${first!}'`);
  const document = version!.ContentDocumentId;
  expect(version!.Title).toBe('plan');
  const links = await connection.query(`SELECT LinkedEntityId, ShareType FROM ContentDocumentLink WHERE ContentDocumentId = '${document}' ORDER BY ShareType`);
  expect(links.records.map(({ LinkedEntityId, ShareType }) => [LinkedEntityId, ShareType])).toEqual([[expect.stringMatching(/^005/), 'I'], [account, 'V']]);
  const { id: second } = await connection.sobject('ContentVersion').create({ Title: 'Plan B', PathOnClient: 'plan.txt', VersionData: Buffer.from('two!').toString('base64'), ContentDocumentId: document });
  expect((await versionsOf(`ContentDocumentId = '${document}'`)).map(({ Id, VersionNumber, IsLatest }) => [Id, VersionNumber, IsLatest])).toEqual([[first, '1', false], [second, '2', true]]);
  expect(await connection.sobject('ContentDocument').retrieve(document)).toMatchObject({ Title: 'Plan B', ContentSize: 4, LatestPublishedVersionId: second, FileExtension: 'txt' });
  expect((await contentAt(`${data}/sobjects/ContentVersion/${first!}/VersionData`)).toString()).toBe('one');

  await connection.sobject('ContentDocument').destroy(document);
  expect(await versionsOf(`ContentDocumentId = '${document}'`)).toEqual([]);
  expect((await fixture.fetch(`${data}/sobjects/ContentVersion/${first!}/VersionData`)).status).toBe(404);
});

test('what an org does not take is refused', async () => {
  const { connection } = fixture;
  const versions = connection.sobject('ContentVersion');
  expect(await refusalOf(versions.create({ PathOnClient: 'empty' }))).toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
  expect(await refusalOf(versions.create({ PathOnClient: 'x', VersionData: 'not base64!' }))).toMatchObject({ errorCode: 'JSON_PARSER_ERROR' });
  expect(await refusalOf(connection.sobject('ContentDocument').create({ Title: 'Alone' }))).toMatchObject({ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' });
  const { id } = await versions.create({ PathOnClient: 'x', VersionData: 'eA==' });
  expect(await refusalOf(versions.update({ Id: id!, VersionData: 'eQ==' }))).toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
  expect(await versions.update({ Id: id!, Title: 'Renamed' })).toMatchObject({ success: true });
  expect(await refusalOf(versions.destroy(id!))).toMatchObject({ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' });
  const described = (await versions.describe()).fields.find(({ name }) => name === 'VersionData');
  expect(described).toMatchObject({ type: 'base64', soapType: 'xsd:base64Binary', filterable: false });
});

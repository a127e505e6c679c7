import { beforeAll, expect, test } from 'vitest';
import { orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();

beforeAll(async () => {
  const account = await fixture.connection.sobject('Account').create({ Name: 'Zebra Crossing Works', Site: 'Ärmel Straße', Industry: 'Media' });
  await fixture.connection.sobject('Contact').create({ LastName: 'Zebrowski', FirstName: 'Zoe', Email: 'zoe@zebra.example', AccountId: account.id });
  await fixture.connection.sobject('Lead').create({ LastName: 'Crossing', Company: 'Other Works', Phone: '+49 555 9182736' });
});

async function found(sosl: string): Promise<string[]> {
  const { searchRecords } = await fixture.connection.search(sosl);
  return (searchRecords as { attributes: { type: string }; Name?: string }[]).map(({ attributes, Name }) => `${attributes.type} ${Name ?? ''}`.trim());
}

test.each<[string, string[]]>([
  ['FIND {zebra} RETURNING Account(Name), Contact(Name)', ['Account Zebra Crossing Works', 'Contact Zoe Zebrowski']],
  ['FIND {zebra} IN NAME FIELDS RETURNING Account(Name), Contact(Name)', ['Account Zebra Crossing Works']],
  ['FIND {zeb*} IN NAME FIELDS RETURNING Account(Name), Contact(Name)', ['Account Zebra Crossing Works', 'Contact Zoe Zebrowski']],
  ['FIND {"crossing works"} RETURNING Account(Name), Lead(Name)', ['Account Zebra Crossing Works']],
  ['FIND {crossing works} RETURNING Account(Name), Lead(Name)', ['Account Zebra Crossing Works', 'Lead Crossing']],
  ['FIND {crossing AND NOT zebra} RETURNING Account(Name), Lead(Name)', ['Lead Crossing']],
  ['FIND {zebrowski OR (other works)} IN ALL FIELDS RETURNING Contact(Name), Lead(Name)', ['Contact Zoe Zebrowski', 'Lead Crossing']],
  ['FIND {straße} RETURNING Account(Name WHERE Industry = \'Media\' ORDER BY Name LIMIT 1)', ['Account Zebra Crossing Works']],
  ["FIND {straße} RETURNING Account(Name WHERE Industry = 'Energy')", []],
  ['FIND {9182736} IN PHONE FIELDS RETURNING Lead', ['Lead']],
  ['FIND {zoe\\@zebra.example} IN EMAIL FIELDS RETURNING Contact(Name)', ['Contact Zoe Zebrowski']],
  ['FIND {zebra} LIMIT 1', ['Account']],
])('%s', async (sosl, expected) => {
  expect(await found(sosl)).toEqual(expected);
});

test.each([
  ['FIND {a} RETURNING Account', 'longer than one character'],
  ['FIND zebra RETURNING Account', 'begins with FIND'],
  ['FIND {(zebra} RETURNING Account', 'parenthesis'],
  ['FIND {zebra} RETURNING Nothing', "sObject type 'Nothing' is not supported"],
  ['FIND {zebra} RETURNING Account(Nme)', "No such column 'Nme'"],
  ['FIND {zebra} RETURNING Account LIMIT 2001', 'LIMIT is a number from 1 to 2000'],
  ['FIND {zebra} RETURNING Account(Name', "unexpected token: '<EOF>'"],
])('%s', async (sosl, message) => {
  expect((await refusalOf(fixture.connection.search(sosl))).message).toContain(message);
});

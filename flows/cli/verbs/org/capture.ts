import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DescribedObject } from '../../../../demoOrg/seed/describedObject.ts';
import type { CapturedRecords } from '../../../../demoOrg/seed/captureSeed.ts';
import { uncounted } from '../../../connectors/salesforce/sharedOrg.ts';
import { AppError, closest } from '../../../kit/errors.ts';
import { usage, type Arguments } from '../../parseArguments.ts';
import { runConnections } from '../../runConnections.ts';
import type { RunVerb } from '../../verbs.ts';

/** Asks the org for what stands below its REST API's address. */
type Ask = <T>(path: string) => Promise<T>;

/** `sluice org capture --connection NAME --objects A,B [--rows N] [-o FILE]`: a seed that imitates objects of an org. */
export const capture: RunVerb = async (given, terminal) => {
  const { connection, names, rows } = wanted(given);
  const connections = runConnections({ org: connection }, terminal.env);
  try {
    const { openOrg } = await import('../../../connectors/salesforce/salesforceOrg.ts');
    const org = openOrg(await (connection.includes('://') ? connections.resolve('org') : connections.resolve(connection)));
    const ask: Ask = (path) => org.request({ method: 'GET', path, idempotent: true }, uncounted, new AbortController().signal);
    const known = await knownNames(ask, names, connection);
    const objects = await Promise.all(known.map((name) => ask<DescribedObject>(`/sobjects/${name}/describe`)));
    const { captureSeed, seedText } = await import('../../../../demoOrg/seed/captureSeed.ts');
    const { seed, lost } = captureSeed(objects, await parentsOf(ask, objects), await recordsOf(ask, objects, rows));
    const text = seedText(seed);
    const file = given.value('out');
    if (file === undefined) terminal.out(text);
    else await write(resolve(terminal.cwd, file), text);
    const counts = objects.map(({ name }) => `${name} (${Object.keys(seed.objects?.[name]?.fields ?? {}).length} fields)`);
    const told = [`Captured ${counts.join(', ')} from "${connection}".`, ...lost.map((sentence) => `  ${sentence}.`)];
    if (rows > 0) told.push('  The file holds records of that org as they are: keep it as safe as the org.');
    if (file !== undefined) told.push(`  sluice org start --data other.sqlite --seed ${file}`);
    terminal.err(`${told.join('\n')}\n`);
    return 0;
  } finally {
    await connections.close();
  }
};

function wanted(given: Arguments): { connection: string; names: string[]; rows: number } {
  const connection = given.value('connection');
  if (connection === undefined) throw usage('org', '"sluice org capture" needs --connection NAME: the org to imitate.');
  const names = given.values('objects').flatMap((list) => list.split(',')).map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw usage('org', '"sluice org capture" needs --objects A,B: the objects to imitate.');
  const text = given.value('rows') ?? '0';
  const rows = Number(text);
  if (!/^\d+$/.test(text) || rows > mostRows) throw usage('org', `--rows must be a whole number up to ${mostRows}; it is "${text}".`);
  return { connection, names, rows };
}

/** A seed is a file to be read; what is more than a sample is loaded by a flow. */
const mostRows = 2_000;

/** The objects in the org's own spelling, each once. */
async function knownNames(ask: Ask, names: readonly string[], connection: string): Promise<string[]> {
  const { sobjects } = await ask<{ sobjects: { name: string }[] }>('/sobjects');
  const all = sobjects.map(({ name }) => name);
  const found = names.map((name) => {
    const known = all.find((one) => one.toLowerCase() === name.toLowerCase());
    if (known !== undefined) return known;
    const near = closest(name, all);
    throw new AppError('settings', 'objectUnknown', {
      message: `The org behind "${connection}" has no object "${name}", or this user may not see it.`,
      hint: near === undefined ? 'Objects are named by their API names, as in Account or Ship__c.' : `Did you mean "${near}"?`,
    });
  });
  return [...new Set(found)];
}

/** Objects that are only pointed to say what the reference is called downwards. Those that this user may not see stay unasked. */
async function parentsOf(ask: Ask, objects: readonly DescribedObject[]): Promise<DescribedObject[]> {
  const names = new Set(objects.flatMap(({ fields }) => fields.filter(({ name }) => name.endsWith('__c')).flatMap(({ referenceTo }) => referenceTo)));
  for (const { name } of objects) names.delete(name);
  const asked = [...names].map((name) =>
    ask<DescribedObject>(`/sobjects/${name}/describe`).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'orgNotFound') return undefined;
      throw error;
    }),
  );
  return (await Promise.all(asked)).filter((object) => object !== undefined);
}

async function recordsOf(ask: Ask, objects: readonly DescribedObject[], rows: number): Promise<CapturedRecords> {
  if (rows === 0) return {};
  const lists = objects.map(async ({ name, fields }): Promise<[string, Record<string, unknown>[]]> => {
    const columns = fields.filter(({ type, createable, autoNumber }) => type === 'id' || (createable && !autoNumber)).map((field) => field.name);
    const soql = `SELECT ${columns.join(', ')} FROM ${name} ORDER BY CreatedDate LIMIT ${rows}`;
    return [name, (await ask<{ records: Record<string, unknown>[] }>(`/query?q=${encodeURIComponent(soql)}`)).records];
  });
  return Object.fromEntries(await Promise.all(lists));
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('settings', 'fileNotWritable', { message: `The seed cannot be written to ${file}: ${cause.message}.`, hint: 'Name another file with -o.', cause });
  });
}

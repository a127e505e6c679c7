import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../kit/errors.ts';
import { openSealed, sfKey } from './sfKey.ts';

/** An org that the `sf` command is signed in to. Nothing of it is secret. */
export interface SfOrg {
  readonly username: string;
  readonly aliases: readonly string[];
  readonly instanceUrl: string;
}

/** What an adopted org signs in with. */
interface SfCredentials {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

type AuthFile = Readonly<Record<string, unknown>>;

/** The orgs under `<home>/.sfdx`, where sf keeps one file for each, by user name. Read only; none where there is no such folder. */
export async function sfOrgs(home: string): Promise<SfOrg[]> {
  const folder = join(home, '.sfdx');
  const names = await readdir(folder).catch(() => []);
  const aliases = aliasesOf(await readJson(join(folder, 'alias.json')));
  const files = names.filter((name) => /^[^/]+@[^/]+\.json$/.test(name)).sort();
  const orgs = await Promise.all(
    files.map(async (name) => {
      const { username, instanceUrl } = (await readJson(join(folder, name))) ?? {};
      if (typeof username !== 'string' || typeof instanceUrl !== 'string' || !URL.canParse(instanceUrl)) return [];
      return [{ username, aliases: aliases.get(username) ?? [], instanceUrl: new URL(instanceUrl).origin }];
    }),
  );
  return orgs.flat();
}

/**
 * The sign-in of one of these orgs, by user name or alias, with what is secret opened by sf's own key. Read only.
 * Rejects with kind `settings` when there is no such org, `service` when its secrets cannot be opened.
 */
export async function sfCredentials(home: string, name: string): Promise<SfCredentials> {
  const orgs = await sfOrgs(home);
  const org = orgs.find((one) => one.username === name || one.aliases.includes(name));
  if (!org) {
    const known = orgs.map(({ username }) => username).join(', ');
    const message = `The sf command knows no org "${name}". It knows: ${known || 'none'}.`;
    throw new AppError('settings', 'sfOrgUnknown', { message, hint: 'Sign in with "sf org login web" or with the browser in Sluice.' });
  }
  const file = (await readJson(join(home, '.sfdx', `${org.username}.json`))) ?? {};
  const key = await sfKey(home);
  const text = (field: string): string | undefined => (typeof file[field] === 'string' ? file[field] : undefined);
  const secret = (field: string): string | undefined => (text(field) === undefined ? undefined : openSealed(text(field)!, key));
  const keyFile = text('privateKey');
  const privateKey = keyFile === undefined ? undefined : await readFile(keyFile, 'utf8').catch(() => undefined);
  const login = text('loginUrl') ?? '';
  const loginUrl = URL.canParse(login) ? new URL(login).origin : org.instanceUrl;
  return {
    settings: given({ instanceUrl: org.instanceUrl, loginUrl, clientId: text('clientId'), username: org.username }),
    secrets: given({ accessToken: secret('accessToken'), refreshToken: secret('refreshToken'), clientSecret: secret('clientSecret'), privateKey }),
  };
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** `{ "orgs": { "alias": "user name" } }` the other way round. */
function aliasesOf(file: AuthFile | undefined): ReadonlyMap<string, string[]> {
  const byUser = new Map<string, string[]>();
  const orgs = (file?.['orgs'] ?? {}) as Record<string, string>;
  for (const [alias, username] of Object.entries(orgs)) byUser.set(username, [...(byUser.get(username) ?? []), alias]);
  return byUser;
}

async function readJson(file: string): Promise<AuthFile | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as AuthFile;
  } catch {
    // Not there, or not readable: sf is the one to complain about its files.
    return undefined;
  }
}

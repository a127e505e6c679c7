import type { Database } from '../database.ts';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string;
  readonly email: string;
  readonly alias: string;
  readonly timeZone: string;
  readonly profile: string;
  readonly modified: string;
}

/** Who may sign in: the active User records. */
export interface Users {
  readonly password: string;
  byId(id: string): User | undefined;
  byUsername(username: string): User | undefined;
  /** The user, if name and password are right. */
  signIn(username: string, password: string): User | undefined;
  list(): User[];
}

const select = `SELECT u."Id", u."Username", u."Name", u."FirstName", u."LastName", u."Email", u."Alias", u."TimeZoneSidKey", p."Name", u."LastModifiedDate"
  FROM "User" AS u LEFT JOIN "Profile" AS p ON p."Id" = u."ProfileId" WHERE u."IsActive" = 1 AND u."IsDeleted" = 0`;

export function openUsers(database: Database, password: string): Users {
  function read(where: string, parameters: Record<string, string>): User[] {
    return database.all(`${select}${where} ORDER BY u."Id"`, parameters).map((row) => {
      const [id, username, name, firstName, lastName, email, alias, timeZone, profile, modified] = row as string[];
      return {
        id: id!,
        username: username!,
        name: name!,
        firstName: firstName ?? null,
        lastName: lastName!,
        email: email!,
        alias: alias!,
        timeZone: timeZone!,
        profile: profile ?? '',
        modified: modified!,
      };
    });
  }
  const byUsername = (username: string): User | undefined => read(' AND u."Username" = :username', { username })[0];
  return {
    password,
    byUsername,
    byId: (id) => read(' AND u."Id" = :id', { id })[0],
    signIn: (username, given) => (given === password ? byUsername(username) : undefined),
    list: () => read('', {}),
  };
}

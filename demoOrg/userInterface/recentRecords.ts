import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';

interface RecentRecord {
  readonly attributes: { readonly type: string; readonly url: string };
  readonly Id: string;
  readonly Name: string | null;
}

/** The records a user was the last to change, the newest first. (A real org also lists those that were only looked at.) */
export function recentRecords(org: OrgContext, session: Session, objects: readonly ObjectType[], base: string, atMost: number): RecentRecord[] {
  const found = objects
    .filter(({ writable, name }) => writable && !name.endsWith('__e'))
    .flatMap((object) => {
      const name = object.nameField ? quoted(object.nameField.name) : 'NULL';
      const rows = org.database.all(
        `SELECT "Id", ${name}, "LastModifiedDate" FROM ${quoted(object.name)} WHERE "LastModifiedById" = :userId AND "IsDeleted" = 0
         ORDER BY "LastModifiedDate" DESC, "Id" DESC LIMIT :atMost`,
        { userId: session.userId, atMost },
      );
      return rows.map(([id, title, modified]) => ({ object, id: id as string, title: title as string | null, modified: modified as string }));
    });
  return found
    .toSorted((a, b) => (a.modified < b.modified ? 1 : a.modified > b.modified ? -1 : 0))
    .slice(0, atMost)
    .map(({ object, id, title }) => ({ attributes: { type: object.name, url: `${base}/sobjects/${object.name}/${id}` }, Id: id, Name: title }));
}

import type { OrgContext } from '../org.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { RecordTypeInfo } from './describe.ts';

/** The active record types of an object, the master left out. */
export function recordTypesOf(org: OrgContext, object: ObjectType): RecordTypeInfo[] {
  if (!org.schema.find('RecordType')) return [];
  const sql = 'SELECT "Id", "Name", "DeveloperName" FROM "RecordType" WHERE "SobjectType" = :name AND "IsActive" = 1 ORDER BY "Id"';
  return org.database.all(sql, { name: object.name }).map(([id, name, developerName]) => ({
    id: id as string,
    name: name as string,
    developerName: developerName as string,
  }));
}

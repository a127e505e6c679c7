import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import type { Author } from '../records/objectWriter.ts';
import { storedMoment } from '../records/readField.ts';

/** Whoever is signed in, writing now. `Sforce-Duplicate-Rule-Header: allowSave=true` lets duplicates pass. */
export function authorOf(org: OrgContext, session: Session, request?: { header(name: string): string | undefined }): Author {
  return {
    userId: session.userId,
    moment: storedMoment(org.now().getTime()),
    setsAuditFields: false,
    known: new Set(),
    origin: `com/salesforce/api/rest/68.0;client=${session.client}`,
    schema: org.schemaFor(session.userId),
    allowsDuplicates: /allowSave\s*=\s*true/i.test(request?.header('sforce-duplicate-rule-header') ?? ''),
  };
}

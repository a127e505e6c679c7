import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import type { Author } from '../records/objectWriter.ts';
import { storedMoment } from '../records/readField.ts';

/** Whoever is signed in, writing now. */
export function authorOf(org: OrgContext, session: Session): Author {
  return { userId: session.userId, moment: storedMoment(org.now().getTime()), setsAuditFields: false, known: new Set() };
}

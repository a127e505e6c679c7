import type { Environment } from '../../../kit/connection.ts';
import { isOnThisMachine } from '../auth/loginUrl.ts';
import { uncounted } from '../sharedOrg.ts';
import type { SalesforceOrg } from '../salesforceOrg.ts';

interface OrganizationRecord {
  readonly Id: string;
  readonly Name: string;
  readonly IsSandbox: boolean;
  readonly OrganizationType: string;
  readonly TrialExpirationDate: string | null;
}

interface OrgFacts {
  readonly user: string;
  readonly org: string;
  readonly orgId: string;
  readonly environment: Environment;
  readonly edition: string;
  /** When a trial or a scratch org ends. */
  readonly endsAt?: string;
  readonly dailyCalls?: { readonly left: number; readonly most: number };
}

const organizationQuery = 'SELECT Id, Name, IsSandbox, OrganizationType, TrialExpirationDate FROM Organization';

/** Who is signed in, what kind of org it is, and how many calls are left. Rejects with what blocks. */
export async function orgFacts(org: SalesforceOrg, signal: AbortSignal): Promise<OrgFacts> {
  const get = <T>(path: string): Promise<T> => org.request<T>({ method: 'GET', path, idempotent: true }, uncounted, signal);
  const { preferred_username: user } = await get<{ preferred_username: string }>('/services/oauth2/userinfo');
  const limits = await get<Record<string, { Max: number; Remaining: number }>>('/limits');
  const { records } = await get<{ records: readonly OrganizationRecord[] }>(`/query?q=${encodeURIComponent(organizationQuery)}`);
  const organization = records[0]!;
  const daily = limits['DailyApiRequests'];
  return {
    user,
    org: organization.Name,
    orgId: organization.Id,
    environment: isOnThisMachine(new URL(org.connection.settings['instanceUrl']!).hostname) ? 'demo' : environmentOf(organization),
    edition: organization.OrganizationType,
    ...(organization.TrialExpirationDate ? { endsAt: organization.TrialExpirationDate } : {}),
    ...(daily ? { dailyCalls: { left: daily.Remaining, most: daily.Max } } : {}),
  };
}

/** A scratch org is a sandbox that ends. Everything that is no sandbox counts as production, trials and Developer Edition too: the careful side. */
export function environmentOf({ IsSandbox, TrialExpirationDate }: Pick<OrganizationRecord, 'IsSandbox' | 'TrialExpirationDate'>): Environment {
  if (!IsSandbox) return 'production';
  return TrialExpirationDate === null ? 'sandbox' : 'scratch';
}

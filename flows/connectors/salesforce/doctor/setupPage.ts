import { isOnThisMachine } from '../auth/loginUrl.ts';

/** Error code → the page of Setup where it is changed: its title and its name in the address. */
const pages: Readonly<Record<string, readonly [title: string, name: string]>> = {
  appBlocked: ['Connected Apps OAuth Usage', 'ConnectedAppsUsage'],
  loginExpired: ['Connected Apps OAuth Usage', 'ConnectedAppsUsage'],
  appUnknown: ['External Client App Manager', 'ManageExternalClientApplication'],
  assertionRefused: ['External Client App Manager', 'ManageExternalClientApplication'],
  ipRestricted: ['Network Access', 'NetworkAccess'],
  mfaRequired: ['Identity Verification', 'IdentityVerification'],
  passwordExpired: ['Password Policies', 'SecurityPolicies'],
  userInactive: ['Users', 'ManageUsers'],
  apiDisabled: ['Permission Sets', 'PermSets'],
  noPermission: ['Permission Sets', 'PermSets'],
  requestLimit: ['Company Information', 'CompanyProfileInfo'],
  dailyCallsLow: ['Company Information', 'CompanyProfileInfo'],
  orgInactive: ['Company Information', 'CompanyProfileInfo'],
  wrongLoginUrl: ['My Domain', 'OrgDomain'],
};

/** The page of Setup for a block, with its address in the org at `orgUrl` where that is an address of one org. */
export function setupPage(code: string, orgUrl: string | undefined): { title: string; url?: string } | undefined {
  const page = Object.hasOwn(pages, code) ? pages[code] : undefined;
  if (!page) return undefined;
  const [title, name] = page;
  const hostname = orgUrl === undefined ? '' : new URL(orgUrl).hostname;
  // The login servers belong to all orgs, and the demo org has no Setup.
  if (hostname === '' || /^(login|test)\.salesforce\.com$/.test(hostname) || isOnThisMachine(hostname)) return { title };
  return { title, url: new URL(`/lightning/setup/${name}/home`, orgUrl).href };
}

/**
 * The sites a link in the window may open in the person's browser, with everything below them: an org's own pages are
 * below my.salesforce.com, its set-up and Lightning pages below salesforce-setup.com and lightning.force.com.
 */
const sites = ['salesforce.com', 'salesforce-setup.com', 'force.com'];

/**
 * The address as the browser may be given it, or undefined when it must not be opened: https on the usual port, no name or
 * password in it, and a host that is one of the known sites or below it.
 */
export function externalLink(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  const isKnown = sites.some((site) => url.hostname === site || url.hostname.endsWith(`.${site}`));
  return isPlain && isKnown ? url.href : undefined;
}

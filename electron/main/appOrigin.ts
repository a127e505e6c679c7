/** The scheme and host of every page of the window: `app://sluice/…`, never `file://`. */
export const appScheme = 'app';
export const appHost = 'sluice';
export const appUrl = `${appScheme}://${appHost}/`;

/**
 * Whether an address is a page of this app. `URL.origin` is no help here: Node gives 'null' for every scheme of one's own.
 */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${appScheme}:` && url.host === appHost;
}

/** How this machine calls itself; no proxy can lead to it. */
export const ownNames: readonly string[] = ['localhost', '127.0.0.1', '::1', '[::1]'];

export function isThisMachine(hostname: string): boolean {
  return ownNames.includes(hostname);
}

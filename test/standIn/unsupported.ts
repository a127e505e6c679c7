/** What the stand-in does not do says so by name, so that a test never passes because something was ignored. */
export function unsupported(name: string): Error {
  return new Error(`The Electron stand-in has no ${name}. Add it to test/standIn, or test this on a real Electron.`);
}

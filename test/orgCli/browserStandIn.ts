import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the person types; everybody in the demo org has it. */
const password = 'sluice-demo-1';

/**
 * A program in the place of a browser, and the variable that makes `xdg-open` start it: it signs in on the org's pages as a person does,
 * presses Allow and follows the way back to the CLI. On Linux only; elsewhere a person's own browser opens.
 */
export function browserStandIn(folder: string, username: string): Record<string, string> {
  const script = path.join(folder, 'browser.mjs');
  writeFileSync(script, program(username));
  const started = path.join(folder, 'browser.sh');
  // The CLI goes on, and listens, only once what it started has ended.
  writeFileSync(started, `#!/bin/sh\n"${process.execPath}" "${script}" "$1" >/dev/null 2>&1 &\n`);
  chmodSync(started, 0o755);
  return { BROWSER: started };
}

const program = (username: string): string => `
await new Promise((resolve) => setTimeout(resolve, 1_000));
const hidden = (page) => new URLSearchParams(
  [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value.replaceAll('&amp;', '&')]));
const url = new URL(process.argv[2]);
const send = (form) => fetch(url.origin + '/services/oauth2/authorize', { method: 'POST', body: form, redirect: 'manual' });
const login = hidden(await (await fetch(url)).text());
login.set('username', ${JSON.stringify(username)});
login.set('password', ${JSON.stringify(password)});
const allow = hidden(await (await send(login)).text());
allow.set('allow', 'yes');
await fetch((await send(allow)).headers.get('location'));
`;

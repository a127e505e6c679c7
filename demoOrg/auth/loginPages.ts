import { escapeHtml } from '../http/escapeHtml.ts';
import { pageFrame } from '../http/pageFrame.ts';

/** The page on which a person signs in. `carried` travels along as hidden fields. */
export function loginPage(carried: Readonly<Record<string, string>>, hint: { readonly username: string; readonly password: string }, problem?: string): string {
  return pageFrame(
    'Sign in to the demo org',
    `
<h1>Demo org</h1>
<p class="quiet">This org is made up and runs on this machine. 
Sign in as <code>${escapeHtml(hint.username)}</code> with the password <code>${escapeHtml(hint.password)}</code>.</p>
${problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`}
<form class="sheet" method="post" action="/services/oauth2/authorize">${hidden(carried)}
<label for="username">Username</label><input type="text" id="username" name="username" value="${escapeHtml(hint.username)}" autocomplete="username" required>
<label for="password">Password</label><input type="password" id="password" name="password" autocomplete="current-password" required autofocus>
<button id="Login" name="Login" value="Login">Sign in</button></form>`,
    true,
  );
}

/** The page on which a person lets an app in. */
export function allowPage(carried: Readonly<Record<string, string>>, app: string, user: string): string {
  return pageFrame(
    'Allow access?',
    `
<h1>Allow access?</h1>
<p><strong>${escapeHtml(app)}</strong> asks to read and write this demo org as ${escapeHtml(user)}.</p>
<form class="sheet" method="post" action="/services/oauth2/authorize">${hidden(carried)}
<button id="oaapprove" name="allow" value="yes">Allow</button> <button class="plain" id="oadeny" name="allow" value="no">Deny</button></form>`,
    true,
  );
}

/** Shown instead of going on, where going on would lead to an address that must not be trusted. */
export function refusedPage(problem: string): string {
  return pageFrame('Signing in is not possible', `<h1>Signing in is not possible</h1><p role="alert">${escapeHtml(problem)}</p>`, true);
}

function hidden(carried: Readonly<Record<string, string>>): string {
  return Object.entries(carried)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
}

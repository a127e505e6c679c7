import { randomBytes } from 'node:crypto';
import { pageFrame } from '../http/pageFrame.ts';
import { html, text } from '../http/reply.ts';
import { open, type Route } from '../http/router.ts';
import { faultSwitches } from './faultSwitches.ts';
import { overviewPage } from './overviewPage.ts';

/** The first page, and its buttons. A page of another site cannot read this one, so it cannot know the token that a form needs. */
export function overviewRoutes(): readonly Route[] {
  const formToken = randomBytes(18).toString('base64url');
  return [
    open('GET', '/', (request, org) => html(pageFrame(org.organization.name, overviewPage(org, request.origin, formToken)))),
    open('POST', '/demo/switches', async (request, org) => {
      const form = await request.form();
      if (form.get('token') !== formToken) return text('This page is too old. Load it again.', 403);
      const name = form.get('switch');
      const found = faultSwitches.find((one) => one.name === name);
      if (name === 'heal') org.faults.clear();
      else if (found?.fault) org.faults.add(found.fault);
      else if (found) org.sessions.expireAll();
      return { status: 303, headers: { location: '/', 'cache-control': 'no-store' } };
    }),
  ];
}

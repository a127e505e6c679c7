import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { denyPermissions, isTrustedSender, lockNavigation } from './lockDown.ts';

type Session = Parameters<typeof denyPermissions>[0];
type WebContents = Parameters<typeof lockNavigation>[0];
type Handler<K extends keyof Session> = Parameters<Session[K]>[0];

test('every permission and every device is denied, asked or checked', () => {
  const set: {
    request?: Handler<'setPermissionRequestHandler'>;
    check?: Handler<'setPermissionCheckHandler'>;
    device?: Handler<'setDevicePermissionHandler'>;
  } = {};
  denyPermissions({
    setPermissionRequestHandler: (handler) => { set.request = handler; },
    setPermissionCheckHandler: (handler) => { set.check = handler; },
    setDevicePermissionHandler: (handler) => { set.device = handler; },
  });
  const contents = new EventEmitter() as WebContents;
  const details = { isMainFrame: true, requestingUrl: 'app://sluice/' };
  const answers: boolean[] = [];
  for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'fullscreen', 'clipboard-read'] as const) {
    set.request?.(contents, permission, (isGranted) => { answers.push(isGranted); }, details);
  }
  expect(answers).toEqual(Array(6).fill(false));
  expect(set.check?.(contents, 'media', 'app://sluice', details)).toBe(false);
  expect(set.device?.({ deviceType: 'usb', origin: 'app://sluice', device: { vendorId: 1, productId: 1 } } as never)).toBe(false);
});

describe('navigation', () => {
  const open = () => {
    const contents = new EventEmitter();
    const opened: string[] = [];
    let whenOpening: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
    const fake = Object.assign(contents, { setWindowOpenHandler: (handler: typeof whenOpening) => { whenOpening = handler; } });
    lockNavigation(fake as unknown as WebContents, (address) => { opened.push(address); });
    const isStopped = (event: string, url: string) => {
      let stopped = false;
      contents.emit(event, { url, preventDefault: () => { stopped = true; } });
      return stopped;
    };
    return { isStopped, opened, openWindow: (url: string) => whenOpening({ url }) };
  };

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s stays in the app', (event) => {
    const { isStopped } = open();
    expect(isStopped(event, 'app://sluice/index.html')).toBe(false);
    const ownLookalikes = ['app://other/', 'app://sluice.evil.example/', 'http://sluice/', 'nonsense'];
    const elsewhere = [...ownLookalikes, 'https://login.salesforce.com/', 'file:///etc/passwd', 'about:blank'];
    expect(elsewhere.filter((url) => !isStopped(event, url))).toEqual([]);
  });

  test('no web view is attached', () => {
    expect(open().isStopped('will-attach-webview', '')).toBe(true);
  });

  test('no window opens; its address is handed on', () => {
    const { openWindow, opened } = open();
    expect(openWindow('https://login.salesforce.com/')).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://login.salesforce.com/']);
  });
});

test('a message counts only from the top frame of a page of the app', () => {
  const top = { url: 'app://sluice/index.html', parent: null };
  expect(isTrustedSender(top)).toBe(true);
  expect(isTrustedSender(null)).toBe(false);
  expect(isTrustedSender({ url: 'https://login.salesforce.com/', parent: null })).toBe(false);
  expect(isTrustedSender({ url: 'app://other/', parent: null })).toBe(false);
  expect(isTrustedSender({ url: '', parent: null })).toBe(false);
  expect(isTrustedSender({ url: 'app://sluice/', parent: top as never })).toBe(false);
});

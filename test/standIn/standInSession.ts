import type { CDPSession } from '@playwright/test';
import type { Cdp } from './cdp.ts';
import { unsupported } from './unsupported.ts';

type RequestHandler = (contents: object, permission: string, answer: (isGranted: boolean) => void, details: object) => void;
type CheckHandler = (contents: object, permission: string, origin: string, details: object) => boolean;

/** Electron's names of permissions, and Chromium's names of what each of them covers. */
const permissions: Readonly<Record<string, readonly string[]>> = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  midi: ['midi'],
  'idle-detection': ['idle-detection'],
};

/** Electron's Session, as far as permissions go. They are decided once per page, not per prompt. */
export class StandInSession {
  private onRequest: RequestHandler | undefined;
  private onCheck: CheckHandler | undefined;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.onRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.onCheck = handler;
  }

  /** Devices need a person who picks one; there is none here, so no device is ever granted. */
  setDevicePermissionHandler(handler: unknown): void {
    if (typeof handler !== 'function') throw unsupported('session.setDevicePermissionHandler without a function');
  }

  /** Tells Chromium what main decides for pages of `origin`. Electron allows what no handler denies. */
  async applyTo(cdp: Cdp, contents: object, origin: string): Promise<void> {
    for (const [permission, names] of Object.entries(permissions)) {
      const details = { isMainFrame: true, requestingUrl: origin };
      const isRequestGranted = await new Promise<boolean>((resolve) => {
        if (this.onRequest) this.onRequest(contents, permission, resolve, details);
        else resolve(true);
      });
      const isGranted = isRequestGranted && (this.onCheck?.(contents, permission, origin, details) ?? true);
      for (const name of names) await setPermission(cdp.browser.send, { permission: { name }, setting: isGranted ? 'granted' : 'denied', origin });
    }
  }
}

function setPermission(send: CDPSession['send'], decision: { permission: { name: string }; setting: 'granted' | 'denied'; origin: string }): Promise<unknown> {
  return send('Browser.setPermission', decision);
}

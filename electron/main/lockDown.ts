import type { Session, WebContents, WebFrameMain } from 'electron';
import { isAppUrl } from './appOrigin.ts';

/** Denies every permission and every device. Electron's own default is to allow. */
export function denyPermissions(session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => { answer(false); });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on the app's own pages. Links elsewhere go to `openLink`; new windows and web views never open. */
export function lockNavigation(contents: WebContents, openLink: (address: string) => void): void {
  contents.on('will-navigate', (event) => { if (!isAppUrl(event.url)) event.preventDefault(); });
  contents.on('will-frame-navigate', (event) => { if (!isAppUrl(event.url)) event.preventDefault(); });
  contents.on('will-redirect', (event) => { if (!isAppUrl(event.url)) event.preventDefault(); });
  contents.on('will-attach-webview', (event) => { event.preventDefault(); });
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
}

/** Whether a message comes from the top frame of one of the app's own pages. A frame that has gone since is not trusted. */
export function isTrustedSender(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}

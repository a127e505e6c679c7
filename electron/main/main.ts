import { app, BrowserWindow, ipcMain, Menu, protocol, session, shell } from 'electron';
import path from 'node:path';
import { dataFolder } from '../../flows/connections/dataFolder.ts';
import { externalLink } from '../shell/externalLinks.ts';
import { openWindowStore, type WindowStore } from '../shell/windowStore.ts';
import { appMenu } from './appMenu.ts';
import { appScheme } from './appOrigin.ts';
import { appProtocol } from './appProtocol.ts';
import { keepHost, type KeptHost } from './keepHost.ts';
import { denyPermissions, isTrustedSender, lockNavigation } from './lockDown.ts';
import { openWindow } from './openWindow.ts';
import { cannotRun, offerReload } from './stoppedDialogs.ts';

const dist = path.join(import.meta.dirname, '..');

// Beside what the command line keeps there too. So a data folder of one's own shares neither the profile nor the single-instance lock.
const home = dataFolder();
app.setPath('userData', path.join(home, 'desktop'));

// Both count only before `ready`, so they stay at the top level of the one bundle, with nothing awaited before them.
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
app.enableSandbox();

// Never `await` here: Electron says `ready` only after this module has run to its end.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

function start(): void {
  watchProcesses();
  denyPermissions(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => { lockNavigation(contents, openLink); });
  protocol.handle(appScheme, appProtocol(path.join(dist, 'renderer')));
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(process.platform, app.isPackaged)));

  const places = {
    hostModule: path.join(dist, 'electron', 'hostProcess.js'),
    engineModule: path.join(dist, 'electron', 'engineProcess.js'),
    dataFolder: home,
    // Outside the archive in a packaged app: working copies are made from these files.
    templatesFolder: app.isPackaged ? path.join(process.resourcesPath, 'templates') : path.join(dist, 'templates'),
    version: app.getVersion(),
  };
  const host = keepHost(places, (error) => void cannotRun(error));
  ipcMain.on('sluice:connect', ({ senderFrame }) => {
    if (senderFrame && isTrustedSender(senderFrame)) host.connect(senderFrame);
  });
  keepWindow(openWindowStore());
  stopBeforeQuit(host);
}

/** One window: opened now, and again when the person comes back to the running app. */
function keepWindow(store: WindowStore): void {
  const preload = path.join(dist, 'electron', 'preload.cjs');
  const open = () => { openWindow(preload, store); };
  const show = () => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window === undefined) return open();
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => { if (process.platform !== 'darwin') app.quit(); });
  open();
}

/** The host finishes its files before the app ends. */
function stopBeforeQuit(host: KeptHost): void {
  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void host.stop().then(() => {
      isStopped = true;
      app.quit();
    });
  });
}

function watchProcesses(): void {
  app.on('render-process-gone', (_event, contents, { reason }) => {
    const window = BrowserWindow.fromWebContents(contents);
    if (window && reason !== 'clean-exit') void offerReload(window, `The window's process ended (${reason}). What was saved is safe.`);
  });
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') console.error(`A process of Sluice ended: ${name ?? type}, ${reason}, exit code ${exitCode}.`);
  });
}

function openLink(address: string): void {
  const link = externalLink(address);
  if (link !== undefined) void shell.openExternal(link);
}

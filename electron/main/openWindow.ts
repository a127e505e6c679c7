import { BrowserWindow, nativeTheme, screen } from 'electron';
import { placeWindow, smallestWindow } from '../shell/windowState.ts';
import type { WindowStore } from '../shell/windowStore.ts';
import { appUrl } from './appOrigin.ts';
import { askBeforeLosingEdits } from './unsavedDialog.ts';

/** The window's ground before its first paint, so that nothing flashes: `--ground` of renderer/app/tokens.css. */
const background = { dark: '#111418', light: '#f4f6f8' };

/**
 * Opens the app's window where it was last time, and keeps its place when it closes.
 *
 * @param preload absolute path of the built preload script
 */
export function openWindow(preload: string, store: WindowStore): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const { isMaximized, ...place } = placeWindow(store.read(), [primary.workArea, ...others.map(({ workArea }) => workArea)]);
  const window = new BrowserWindow({
    ...place,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Sluice',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false },
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  askBeforeLosingEdits(window);
  window.on('close', () => { store.write({ ...window.getNormalBounds(), isMaximized: window.isMaximized() }); });
  // A window that was closed while it loaded is no fault.
  window.loadURL(appUrl).catch((error: unknown) => { if (!window.isDestroyed()) console.error('The window could not be loaded.', error); });
  return window;
}

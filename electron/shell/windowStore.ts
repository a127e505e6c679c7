import { ipcMain } from 'electron';
import Store from 'electron-store';
import type { WindowState } from './windowState.ts';

/** Where the window's place is kept between starts. */
export interface WindowStore {
  /** What was kept last, unchecked: the file is the person's. */
  read(): unknown;
  write(state: WindowState): void;
}

/** Keeps the window's place in `window.json` of the app's own folder. A file that cannot be read counts as empty. */
export function openWindowStore(): WindowStore {
  const store = new Store<{ place?: unknown }>({ name: 'window', clearInvalidConfig: true });
  // The package lets every window ask for the data folder's path; ours never does, so nobody answers.
  ipcMain.removeAllListeners('electron-store-get-data');
  return {
    read: () => store.get('place'),
    write: (state) => { store.set('place', state); },
  };
}

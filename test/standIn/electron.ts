// Stands in for the module `electron` of the main process: the same names over a plain Chromium. Only what the app uses is there; another name
// does not import. This is the one module of the stand-in that has state, as Electron's own module has.
import { EventEmitter } from 'node:events';
import { createDialog, createNativeTheme, createScreen, createShell, Menu } from './desktop.ts';
import { MessageChannelMain } from './ports.ts';
import { createSchemes, type SchemeHandler } from './schemes.ts';
import { StandInApp } from './standInApp.ts';
import type { ContentsWorld, StandInContents } from './standInContents.ts';
import { StandInSession } from './standInSession.ts';
import { StandInUtility } from './standInUtility.ts';
import { StandInWindow } from './standInWindow.ts';

const schemes = createSchemes();
const windows = new Set<StandInWindow>();

export const app = new StandInApp(schemes, () => [...windows]);
export const ipcMain = new EventEmitter();
export const session = { defaultSession: new StandInSession() };
export const dialog = createDialog();
export const shell = createShell();
export const screen = createScreen();
export const nativeTheme = createNativeTheme();
export { Menu, MessageChannelMain };

const world: ContentsWorld = { app, schemes, session: session.defaultSession, ipcMain };

export class BrowserWindow extends StandInWindow {
  constructor(options: Readonly<Record<string, unknown>> = {}) {
    super(world, windows, options);
  }

  static getAllWindows(): StandInWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): StandInWindow | null {
    return [...windows].at(-1) ?? null;
  }

  static fromWebContents(contents: StandInContents): StandInWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }
}

export const protocol = {
  registerSchemesAsPrivileged(list: readonly { readonly scheme: string }[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of list) schemes.register(scheme);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (!app.isReady()) throw new Error('protocol.handle can only be called after app is ready');
    schemes.handle(scheme, handler);
  },
};

export const utilityProcess = {
  fork: (module: string, args: readonly string[] = [], options: Readonly<Record<string, unknown>> = {}) => new StandInUtility(app, module, args, options),
};

export default { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, nativeTheme, protocol, screen, session, shell, utilityProcess };

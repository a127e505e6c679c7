import { EventEmitter } from 'node:events';

/*
 * The parts of Electron that a desktop answers. Here nobody is at the desktop: dialogs are cancelled and nothing is opened. A test that wants
 * another answer puts its own function in place, as it would with the real Electron: `evaluate(({ dialog }) => { dialog.showOpenDialog = … })`.
 */

export function createDialog() {
  return {
    showOpenDialog: (..._args: unknown[]): Promise<object> => Promise.resolve({ canceled: true, filePaths: [] }),
    showSaveDialog: (..._args: unknown[]): Promise<object> => Promise.resolve({ canceled: true, filePath: '' }),
    /** The answer of a person who closes the box: its `cancelId`. */
    showMessageBox: (...args: unknown[]): Promise<object> => {
      const { cancelId } = args.at(-1) as { cancelId?: number };
      return Promise.resolve({ response: cancelId ?? 0, checkboxChecked: false });
    },
  };
}

export function createShell() {
  return {
    openExternal: (_address: string): Promise<void> => Promise.resolve(),
    showItemInFolder: (_path: string): void => {},
  };
}

export function createScreen() {
  const area = { x: 0, y: 0, width: 1440, height: 900 };
  const display = { id: 1, bounds: area, workArea: area };
  return { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };
}

export function createNativeTheme() {
  return Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
}

/** Electron's Menu, without anything to see: a test reads back what was set. */
export class Menu {
  private static applicationMenu: Menu | null = null;
  readonly items: readonly unknown[];

  private constructor(items: readonly unknown[]) {
    this.items = items;
  }

  static buildFromTemplate(items: readonly unknown[]): Menu {
    return new Menu(items);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.applicationMenu;
  }
}

import { z } from 'zod';

/** A rectangle on the desktop, in device-independent pixels. Electron wants whole numbers. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window is, and whether it is maximised; the rectangle is then the one it returns to. */
const windowStateSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1), isMaximized: z.boolean() });
export type WindowState = z.output<typeof windowStateSchema>;

export const smallestWindow = { width: 800, height: 560 };
const usualWindow = { width: 1440, height: 900 };

/** This much of the title bar must be on a screen for a window to be found and moved. */
const visible = { width: 120, height: 32 };

/**
 * The place for a window: the kept one where it still fits the screens, else the middle of the first screen. A kept state that cannot
 * be read, or that lies on a screen that is gone, counts as none.
 *
 * @param kept what was stored, of unknown shape
 * @param screens the work areas of all screens, the main one first; never empty
 */
export function placeWindow(kept: unknown, screens: readonly [Area, ...Area[]]): WindowState {
  const state = windowStateSchema.safeParse(kept).data;
  const home = state && screens.find((screen) => showsTitleBar(state, screen));
  if (state === undefined || home === undefined) return centred(screens[0], state?.isMaximized ?? false);
  const width = within(state.width, smallestWindow.width, home.width);
  const height = within(state.height, smallestWindow.height, home.height);
  return { ...state, width, height };
}

function showsTitleBar(window: Area, screen: Area): boolean {
  const overlap = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return overlap >= visible.width && window.y >= screen.y && window.y + visible.height <= screen.y + screen.height;
}

function centred(screen: Area, isMaximized: boolean): WindowState {
  const width = Math.min(usualWindow.width, screen.width);
  const height = Math.min(usualWindow.height, screen.height);
  return { x: screen.x + Math.round((screen.width - width) / 2), y: screen.y + Math.round((screen.height - height) / 2), width, height, isMaximized };
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(most, least));
}

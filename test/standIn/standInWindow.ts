import { EventEmitter } from 'node:events';
import { StandInContents, type ContentsWorld } from './standInContents.ts';
import { unsupported } from './unsupported.ts';

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const knownOptions = new Set(['x', 'y', 'width', 'height', 'minWidth', 'minHeight', 'title', 'show', 'backgroundColor', 'webPreferences']);

/** Electron's BrowserWindow: a page without a frame around it, and the state that the desktop would keep for it. */
export class StandInWindow extends EventEmitter {
  readonly webContents: StandInContents;
  private readonly bounds: Bounds;
  private readonly world: ContentsWorld;
  private readonly open: Set<StandInWindow>;
  private isShown: boolean;
  private isMax = false;
  private isGone = false;

  /** @param open all windows that are open; this one adds itself */
  constructor(world: ContentsWorld, open: Set<StandInWindow>, options: Readonly<Record<string, unknown>>) {
    super();
    for (const name of Object.keys(options)) if (!knownOptions.has(name)) throw unsupported(`BrowserWindow option ${name}`);
    this.world = world;
    this.open = open;
    const number = (name: string, otherwise: number) => (typeof options[name] === 'number' ? options[name] : otherwise);
    this.bounds = { x: number('x', 0), y: number('y', 0), width: number('width', 800), height: number('height', 600) };
    this.isShown = options['show'] !== false;
    this.webContents = new StandInContents(world, { ...this.bounds, webPreferences: (options['webPreferences'] ?? {}) as Record<string, unknown> });
    this.webContents.once('dom-ready', () => { this.emit('ready-to-show'); });
    world.app.cdp.browser.on('Target.targetDestroyed', ({ targetId }) => {
      void this.webContents.opened.then((own) => { if (own === targetId) this.gone(); });
    });
    open.add(this);
    world.app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.load(address);
  }

  show(): void { this.isShown = true; }
  isVisible(): boolean { return this.isShown; }
  focus(): void { this.isShown = true; }
  maximize(): void { this.isMax = true; }
  isMaximized(): boolean { return this.isMax; }
  isMinimized(): boolean { return false; }
  getNormalBounds(): Bounds { return this.bounds; }
  isDestroyed(): boolean { return this.isGone; }

  /** Closes as by its button: the app may refuse. Whether it closed. */
  close(): boolean {
    let isPrevented = false;
    this.emit('close', { preventDefault: () => { isPrevented = true; } });
    if (!isPrevented) this.destroy();
    return !isPrevented;
  }

  destroy(): void {
    void this.webContents.opened.then((targetId) => this.world.app.cdp.browser.send('Target.closeTarget', { targetId })).catch(() => {});
    this.gone();
  }

  private gone(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.open.delete(this);
    this.webContents.closed();
    this.emit('closed');
    this.world.app.windowClosed();
  }
}

import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCdp, type Cdp } from './cdp.ts';
import { startChromium, type Chromium } from './chromium.ts';
import type { Schemes } from './schemes.ts';
import { unsupported } from './unsupported.ts';

/** A window as the app sees it when it quits. */
export interface QuittingWindow {
  close(): boolean;
}

/** Electron's `app`. It is ready when the entry module has run to its end and Chromium answers. */
export class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  /** The utility processes that run, with their names. */
  readonly utilities = new Map<ChildProcess, string>();
  private readonly paths = new Map<string, string>();
  private readonly home = mkdtempSync(path.join(tmpdir(), 'stand-in-app-'));
  private readonly ready = Promise.withResolvers<void>();
  private readonly package = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as { name: string; version: string };
  private readonly schemes: Schemes;
  private readonly windows: () => readonly QuittingWindow[];
  private readonly codeLoaded = Promise.withResolvers<void>();
  private isStarted = false;
  private isQuitting = false;
  private chromium: Chromium | undefined;
  private connection: Cdp | undefined;

  constructor(schemes: Schemes, windows: () => readonly QuittingWindow[]) {
    super();
    this.schemes = schemes;
    this.windows = windows;
  }

  /** Chromium's DevTools connection; only after `ready`. */
  get cdp(): Cdp {
    if (this.connection === undefined) throw new Error('Cannot create BrowserWindow before app is ready');
    return this.connection;
  }

  /** Starts Chromium while the entry module loads. Gives its DevTools address. */
  async launch(): Promise<string> {
    await this.schemes.listen();
    this.chromium = await startChromium();
    this.connection = await openCdp(this.chromium.endpoint);
    await this.connection.browser.send('Target.setDiscoverTargets', { discover: true });
    void this.codeLoaded.promise.then(() => {
      this.isStarted = true;
      this.emit('ready', {}, {});
      this.ready.resolve();
    });
    return this.chromium.endpoint;
  }

  /** The entry module has run to its end. Electron says `ready` only then, so one that awaits `ready` waits for ever. */
  entryLoaded(): void {
    this.codeLoaded.resolve();
  }

  isReady(): boolean {
    return this.isStarted;
  }

  whenReady(): Promise<void> {
    return this.ready.promise;
  }

  getName(): string {
    return this.package.name;
  }

  getVersion(): string {
    return this.package.version;
  }

  getAppMetrics(): { pid: number | undefined; type: string; name?: string }[] {
    return [{ pid: process.pid, type: 'Browser' }, ...[...this.utilities].map(([{ pid }, name]) => ({ pid, type: 'Utility', name }))];
  }

  setPath(name: string, folder: string): void {
    if (!path.isAbsolute(folder)) throw new Error('Path must be absolute');
    this.paths.set(name, folder);
  }

  getPath(name: string): string {
    if (name !== 'userData') throw unsupported(`app.getPath('${name}')`);
    const folder = this.paths.get(name) ?? path.join(this.home, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  enableSandbox(): void {
    if (this.isStarted) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  /** Always ours: two stand-ins never share a data folder. */
  requestSingleInstanceLock(): boolean {
    return true;
  }

  quit(): void {
    if (this.isQuitting) return;
    this.isQuitting = true;
    const isKept = this.isPrevented('before-quit') || !this.windows().every((window) => window.close()) || this.isPrevented('will-quit');
    this.isQuitting = !isKept;
    if (isKept) return;
    this.emit('quit', {}, 0);
    this.exit(0);
  }

  /** A window closed. When it was the last one the app decides what that means; without a say of its own it quits. */
  windowClosed(): void {
    if (!this.isQuitting && this.windows().length === 0 && !this.emit('window-all-closed')) this.quit();
  }

  exit(code = 0): void {
    this.schemes.close();
    this.connection?.close();
    void Promise.resolve(this.chromium?.close()).finally(() => {
      rmSync(this.home, { recursive: true, force: true });
      process.exit(code);
    });
  }

  private isPrevented(event: string): boolean {
    let isPrevented = false;
    this.emit(event, { preventDefault: () => { isPrevented = true; } });
    return isPrevented;
  }
}

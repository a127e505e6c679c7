import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CdpSession } from './cdp.ts';
import { makeCodec } from './page/codec.ts';
import { isolatedWorldScript, mainWorldScript } from './page/preloadScript.ts';
import type { FromPage, ToPage } from './page/wire.ts';
import { portBridge, type PortBridge } from './portBridge.ts';
import type { MessagePortMain } from './ports.ts';
import type { Schemes } from './schemes.ts';
import type { StandInApp } from './standInApp.ts';
import type { StandInSession } from './standInSession.ts';
import { unsupported } from './unsupported.ts';

export interface ContentsOptions {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: Readonly<Record<string, unknown>>;
}

/** What web contents need of the rest of the stand-in. */
export interface ContentsWorld {
  readonly app: StandInApp;
  readonly schemes: Schemes;
  readonly session: StandInSession;
  readonly ipcMain: EventEmitter;
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

const isolatedWorldName = 'Electron Isolated Context';
const codec = makeCodec();

/** The settings a window must have; the stand-in runs no page that is less locked down. */
const requiredPreferences: Readonly<Record<string, unknown>> = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
};
const knownPreferences = new Set([...Object.keys(requiredPreferences), 'preload', 'spellcheck']);

/** Electron's WebContents with its main frame: one page of Chromium, driven over DevTools. */
export class StandInContents extends EventEmitter {
  /** Electron's WebFrameMain of the top frame. */
  readonly mainFrame: {
    readonly url: string;
    readonly parent: null;
    postMessage(channel: string, message: unknown, transfer?: readonly MessagePortMain[]): void;
  };
  /** Resolves with the id of the page's target when the page can be loaded. */
  readonly opened: Promise<string>;
  private readonly world: ContentsWorld;
  private page: CdpSession | undefined;
  private frame = '';
  private context = 0;
  private url = '';
  private loadedByMain = '';
  private openHandler: OpenHandler = () => ({ action: 'allow' });
  private bridge: PortBridge;

  constructor(world: ContentsWorld, options: ContentsOptions) {
    super();
    for (const [name, value] of Object.entries(requiredPreferences)) {
      if (options.webPreferences[name] !== value) throw unsupported(`window with webPreferences.${name} other than ${String(value)}`);
    }
    for (const name of Object.keys(options.webPreferences)) if (!knownPreferences.has(name)) throw unsupported(`webPreferences.${name}`);
    this.world = world;
    this.bridge = this.newBridge();
    const address = () => this.getURL();
    this.mainFrame = {
      get url() { return address(); },
      parent: null,
      postMessage: (channel, message, transfer = []) => { this.postMessage(channel, message, transfer); },
    };
    this.opened = this.open(options);
  }

  getURL(): string {
    return this.world.schemes.toApp(this.url);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.bridge.carry(transfer.map((port) => port.detach()), (ports) => {
      this.deliver({ type: 'message', channel, args: codec.pack([message]), ports });
    });
  }

  reload(): void {
    void this.connected().send('Page.reload');
  }

  /** Loads an address as main asked for it: navigation events are not said. Resolves when the page has loaded. */
  async load(address: string): Promise<void> {
    await this.opened;
    const { schemes, session, app } = this.world;
    const url = schemes.toChromium(address);
    this.loadedByMain = url;
    const { origin } = new URL(url);
    if (origin !== 'null') await session.applyTo(app.cdp, this, origin);
    const loaded = new Promise<void>((resolve) => { this.once('did-finish-load', () => { resolve(); }); });
    const { errorText } = await this.connected().send('Page.navigate', { url });
    if (errorText) throw new Error(`${errorText} loading '${address}'`);
    await loaded;
  }

  /** The page is gone. */
  closed(): void {
    this.bridge.close();
  }

  private connected(): CdpSession {
    if (this.page === undefined) throw new Error('The page is not open yet.');
    return this.page;
  }

  private async open({ width, height, webPreferences }: ContentsOptions): Promise<string> {
    const { app } = this.world;
    const { targetId } = await app.cdp.browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    const { sessionId } = await app.cdp.browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = app.cdp.session(sessionId);
    this.page = page;
    this.frame = (await page.send('Page.getFrameTree')).frameTree.frame.id;
    this.listen(page);
    await page.send('Page.enable');
    await page.send('Runtime.enable');
    await page.send('Inspector.enable');
    await page.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
    await page.send('Runtime.addBinding', { name: 'standInSend', executionContextName: isolatedWorldName });
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.inject(page, webPreferences['preload']);
    return targetId;
  }

  private listen(page: CdpSession): void {
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId?: string };
      if (context.name === isolatedWorldName && frameId === this.frame) this.context = context.id;
    });
    page.on('Runtime.executionContextsCleared', () => {
      this.context = 0;
      this.bridge.close();
      this.bridge = this.newBridge();
    });
    page.on('Runtime.bindingCalled', ({ executionContextId, payload }) => {
      if (executionContextId === this.context) this.take(JSON.parse(payload) as FromPage);
    });
    page.on('Page.frameNavigated', ({ frame }) => { if (frame.id === this.frame) this.url = frame.url; });
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => { if (frameId === this.frame) this.url = url; });
    page.on('Page.domContentEventFired', () => { this.emit('dom-ready', {}); });
    page.on('Page.loadEventFired', () => { this.emit('did-finish-load', {}); });
    page.on('Inspector.targetCrashed', () => { this.world.app.emit('render-process-gone', {}, this, { reason: 'crashed', exitCode: 5 }); });
    page.on('Fetch.requestPaused', ({ requestId, request, frameId, redirectedRequestId }) => {
      const isAllowed = this.mayNavigate(request.url, frameId, redirectedRequestId !== undefined);
      const decided = isAllowed ? page.send('Fetch.continueRequest', { requestId }) : page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      // The page may be gone by now.
      decided.catch(() => {});
    });
  }

  private async inject(page: CdpSession, preload: unknown): Promise<void> {
    if (typeof preload !== 'string' || !path.isAbsolute(preload)) throw new Error('preload script must have absolute path');
    const names = { expose: crypto.randomUUID(), open: crypto.randomUUID() };
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(names) });
    const source = isolatedWorldScript(names, readFileSync(preload, 'utf8'));
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: isolatedWorldName });
  }

  private mayNavigate(chromiumUrl: string, frame: string, isRedirect: boolean): boolean {
    if (chromiumUrl === this.loadedByMain) {
      this.loadedByMain = '';
      return true;
    }
    const event = {
      url: this.world.schemes.toApp(chromiumUrl),
      isMainFrame: frame === this.frame,
      defaultPrevented: false,
      preventDefault() { this.defaultPrevented = true; },
    };
    if (isRedirect) this.emit('will-redirect', event);
    else {
      this.emit('will-frame-navigate', event);
      if (event.isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event);
    }
    return !event.defaultPrevented;
  }

  private take(message: FromPage): void {
    switch (message.type) {
      case 'send':
        this.world.ipcMain.emit(message.channel, { sender: this, senderFrame: this.mainFrame }, ...(codec.unpack(message.args) as unknown[]));
        break;
      case 'open':
        if (this.openHandler({ url: this.world.schemes.toApp(message.url) }).action === 'allow') throw unsupported('windows that a page opens');
        break;
      case 'portMessage':
        this.bridge.take({ ...message, data: codec.unpack(message.data) });
        break;
      case 'portClosed':
        this.bridge.take(message);
        break;
    }
  }

  private newBridge(): PortBridge {
    return portBridge((frame) => { this.deliver(frame.type === 'portMessage' ? { ...frame, data: codec.pack(frame.data) } : frame); });
  }

  private deliver(message: ToPage): void {
    if (this.context === 0) return;
    const expression = `standInReceive(${JSON.stringify(JSON.stringify(message))})`;
    // A page that went away meanwhile gets nothing more.
    this.connected().send('Runtime.evaluate', { contextId: this.context, expression }).catch(() => {});
  }
}

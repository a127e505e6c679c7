import { fork } from 'node:child_process';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import type * as Electron from 'electron';

/** What a driver asks main to run. */
export interface ToMain {
  readonly id: number;
  readonly source: string;
  readonly arg: unknown;
}
/** What main says to the driver. */
export type FromMain =
  | { readonly type: 'launched'; readonly endpoint: string }
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'thrown'; readonly id: number; readonly message: string };

type ElectronModule = typeof Electron;

/** A running app, with the shape of Playwright's ElectronApplication, so that one spec runs on both. */
export interface StandInApplication {
  firstWindow(): Promise<Page>;
  windows(): Page[];
  /** Runs a function in main, with the `electron` module and `arg`; both ways only what can be cloned. */
  evaluate<R, A = undefined>(run: (electron: ElectronModule, arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  /** Quits the app as a person would, and waits until it is gone. */
  close(): Promise<void>;
  /** What main and its processes have printed. */
  log(): string;
}

export interface LaunchOptions {
  /** The built main module. */
  readonly main: string;
  readonly env?: Readonly<Record<string, string>>;
}

const quitTimeoutMs = 10_000;

/** Runs a built Electron main module, unchanged, on Node and a plain Chromium. See docs of each file beside this one for what differs. */
export async function launchStandIn({ main, env }: LaunchOptions): Promise<StandInApplication> {
  const child = fork(path.join(import.meta.dirname, 'mainBoot.ts'), [path.resolve(main)], {
    execArgv: [],
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stdout?.on('data', (text) => { printed += String(text); });
  child.stderr?.on('data', (text) => { printed += String(text); });
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });

  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const launched = Promise.withResolvers<string>();
  child.on('message', (data) => {
    const message = data as FromMain;
    if (message.type === 'launched') return launched.resolve(message.endpoint);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'value') call?.resolve(message.value);
    else call?.reject(new Error(message.message));
  });
  child.once('exit', (code) => {
    const ended = new Error(`The app ended with ${code}.\n${printed}`);
    launched.reject(ended);
    for (const call of waiting.values()) call.reject(ended);
  });

  const browser = await chromium.connectOverCDP(await launched.promise);
  const context = browser.contexts()[0]!;
  const isWindow = (page: Page) => page.url() !== 'about:blank';
  const evaluate = (source: string, arg: unknown): Promise<unknown> => {
    const id = ++lastId;
    const call = Promise.withResolvers<unknown>();
    waiting.set(id, call);
    child.send({ id, source, arg } satisfies ToMain);
    return call.promise;
  };
  return {
    windows: () => context.pages().filter(isWindow),
    async firstWindow() {
      const page = context.pages()[0] ?? (await context.waitForEvent('page'));
      await page.waitForURL((url) => url.href !== 'about:blank', { waitUntil: 'domcontentloaded' });
      return page;
    },
    evaluate: <R, A>(run: (electron: ElectronModule, arg: A) => R | Promise<R>, arg?: A) => evaluate(run.toString(), arg) as Promise<R>,
    async close() {
      if (child.exitCode === null) evaluate('({ app }) => { setTimeout(() => app.quit()); }', undefined).catch(() => {});
      const timer = setTimeout(() => { child.kill('SIGKILL'); }, quitTimeoutMs);
      await gone;
      clearTimeout(timer);
      await browser.close().catch(() => {});
    },
    log: () => printed,
  };
}

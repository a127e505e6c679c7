import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchStandIn, type StandInApplication } from './launch.ts';

type Page = Awaited<ReturnType<StandInApplication['firstWindow']>>;

/** What the fixture's page keeps. */
interface FixtureWindow {
  port: MessagePort;
  got: unknown[];
  fixture: { name: string; list: number[] };
}

/** One of every kind of value that our messages may hold. */
interface Sample {
  date: Date;
  map: Map<string, Set<bigint>>;
  bytes: Uint8Array;
  doubles: Float64Array;
  none: undefined;
  nan: number;
  zero: number;
  error: Error;
}

let app: StandInApplication;
let page: Page;

beforeEach(async () => {
  app = await launchStandIn({ main: path.join(import.meta.dirname, 'fixture/main.ts') });
  page = await app.firstWindow();
  await page.waitForFunction(() => 'port' in window);
});
afterEach(async () => { await app.close(); });

const inPage = <R>(read: (page: FixtureWindow) => R): Promise<R> => page.evaluate<R>(`(${read.toString()})(window)`);
const until = (isSo: (page: FixtureWindow) => boolean) => page.waitForFunction(`(${isSo.toString()})(window)`);
const printed = async (text: string) => { await expect.poll(() => app.log()).toContain(text); };

describe('a channel from a page to a utility process', () => {
  test('messages arrive whole, in order, the early ones first', async () => {
    await inPage(({ port }) => { for (let index = 0; index < 500; index++) port.postMessage({ index }); });
    await until(({ got }) => got.length === 501);
    expect(await inPage(({ got }) => got[0])).toBe('early');
    expect(await inPage(({ got }) => got.slice(1).every((message, index) => (message as { index: number }).index === index))).toBe(true);
  });

  test('what structured clone knows comes back as it was', async () => {
    await until(({ got }) => got.length === 1);
    await inPage(({ port }) => {
      const sample: Sample = {
        date: new Date(5),
        map: new Map([['a', new Set([1n])]]),
        bytes: new Uint8Array([1, 2, 255]),
        doubles: new Float64Array([0.5]),
        none: undefined,
        nan: Number.NaN,
        zero: -0,
        error: new TypeError('no'),
      };
      port.postMessage(sample);
    });
    await until(({ got }) => got.length === 2);
    const shown = await inPage(({ got }) => {
      const { date, map, bytes, doubles, none, nan, zero, error, ...rest } = got[1] as Sample;
      const kinds = [date, map, bytes, doubles, error].map((item) => Object.prototype.toString.call(item));
      const values = [Number(date), map.get('a')?.has(1n), [...bytes], [...doubles], none === undefined, Number.isNaN(nan), Object.is(zero, -0), error.message];
      return { kinds, values, rest };
    });
    expect(shown).toEqual({
      kinds: ['[object Date]', '[object Map]', '[object Uint8Array]', '[object Float64Array]', '[object Error]'],
      values: [5, true, [1, 2, 255], [0.5], true, true, true, 'no'],
      rest: {},
    });
  });

  test('what cannot be cloned is refused at once', async () => {
    expect(await inPage(({ port }) => {
      try {
        port.postMessage(() => {});
        return 'posted';
      } catch (error) {
        return (error as Error).name;
      }
    })).toBe('DataCloneError');
  });

  test('closing in the page is told to the process', async () => {
    await inPage(({ port }) => { port.close(); });
    await printed('the page closed its port');
  });

  test('closing in the process is told to the page', async () => {
    await inPage(({ port }) => { port.postMessage('close'); });
    await until(({ got }) => got.at(-1) === 'closed');
  });

  test('a process that ends closes its ports, and main hears its exit code', async () => {
    await inPage(({ port }) => { port.postMessage('end'); });
    await until(({ got }) => got.at(-1) === 'closed');
    await printed('echo ended with 7');
  });

  test('a reload closes the old port and brings a new one', async () => {
    await page.reload();
    await printed('the page closed its port');
    await until(({ got }) => got?.length === 1);
  });

  test('a window that closes closes its port', async () => {
    await app.evaluate(({ app, BrowserWindow }) => {
      app.on('window-all-closed', () => {});
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await printed('the page closed its port');
  });
});

describe('what is like Electron', () => {
  test('a utility process knows its arguments and what it is', async () => {
    await printed('echo says {"args":["first"],"type":"utility"}');
  });

  test('the page gets a frozen copy of what the preload exposes, and nothing else', async () => {
    const seen = await inPage(({ fixture }) => [fixture, Object.isFrozen(fixture), Object.isFrozen(fixture.list)]);
    expect(seen).toEqual([{ name: 'fixture', list: [1, 2] }, true, true]);
    expect(await page.evaluate(() => Object.keys(window).filter((key) => /standin|require|process|electron/i.test(key)))).toEqual([]);
  });

  test('main sees app addresses', async () => {
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe('app://fixture/');
  });

  test('a test may answer for the desktop', async () => {
    const cancelled = await app.evaluate(({ dialog }) => dialog.showOpenDialog({}));
    expect(cancelled).toEqual({ canceled: true, filePaths: [] });
    const picked = await app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/data/leads.csv'] });
      return dialog.showOpenDialog({});
    });
    expect(picked.filePaths).toEqual(['/data/leads.csv']);
  });

  test('what main throws reaches the test', async () => {
    await expect(app.evaluate(() => { throw new TypeError('no'); })).rejects.toThrow('TypeError: no');
  });
});

describe('what the stand-in has not', () => {
  test.each([
    ['a window without context isolation', `new BrowserWindow({ webPreferences: { contextIsolation: false } })`, 'window with webPreferences.contextIsolation'],
    ['an option it does not know', `new BrowserWindow({ frame: false })`, 'BrowserWindow option frame'],
    ['another path', `app.getPath('music')`, `app.getPath('music')`],
    ['a port sent over a port', `new MessageChannelMain().port1.postMessage(1, [new MessageChannelMain().port1])`, 'MessagePortMain.postMessage with ports'],
  ])('%s is refused by name', async (_what, code, name) => {
    // oxlint-disable-next-line no-implied-eval -- the code is a line of the table above
    const attempt = app.evaluate((electron, source) => { new Function('{ app, BrowserWindow, MessageChannelMain }', source)(electron); }, code);
    await expect(attempt).rejects.toThrow(`The Electron stand-in has no ${name}`);
  });
});

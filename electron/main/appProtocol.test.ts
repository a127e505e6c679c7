import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageFile } from '../../host/page/pageFile.ts';
import { appProtocol } from './appProtocol.ts';

let folder = '';
let root = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'app-protocol-'));
  root = path.join(folder, 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'renderer-old'));
  writeFileSync(path.join(root, 'index.html'), '<h1>Sluice</h1>');
  writeFileSync(path.join(root, 'assets', 'a b.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'renderer-old', 'x.js'), 'secret');
});
afterAll(() => { rmSync(folder, { recursive: true }); });

const get = (address: string, method = 'GET') => appProtocol(root)(new Request(address, { method }));

describe('appProtocol', () => {
  test('the root is index.html', async () => {
    const response = await get('app://sluice/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe('<h1>Sluice</h1>');
  });

  test('a file with a space in its name, and a query that is ignored', async () => {
    const response = await get('app://sluice/assets/a%20b.js?v=1');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test.each(['app://sluice/', 'app://sluice/none.js', 'app://other/'])('%s carries the policy and may not be sniffed', async (address) => {
    const { headers } = await get(address);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/https?:/);
  });

  test.each([
    ['a file that is not there', 'app://sluice/none.js', 404],
    ['a folder', 'app://sluice/assets', 404],
    ['a file taken for a folder', 'app://sluice/index.html/x', 404],
    ['another host', 'app://other/', 404],
    ['a path out of the root', 'app://sluice/..%2fsecret.txt', 403],
    ['a path out of the root by backslashes', 'app://sluice/..%5csecret.txt', 403],
    ['a neighbour whose name begins alike', 'app://sluice/..%2frenderer-old%2fx.js', 403],
    ['an absolute path', 'app://sluice//etc/passwd', 404],
    ['a broken escape', 'app://sluice/%ff', 400],
    ['a NUL', 'app://sluice/index.html%00.png', 400],
  ])('%s is refused', async (_what, address, status) => {
    expect((await get(address)).status).toBe(status);
  });

  test.each(['POST', 'PUT', 'DELETE', 'HEAD'])('%s is refused', async (method) => {
    expect((await get('app://sluice/', method)).status).toBe(405);
  });
});

test('dots in a path are resolved before the check', () => {
  expect(pageFile('/app/renderer', '/assets/../index.html')).toBe(path.resolve('/app/renderer/index.html'));
  expect(pageFile('/app/renderer', '/assets/../../x')).toBe(403);
  expect(pageFile('/app/renderer', '/..')).toBe(403);
});

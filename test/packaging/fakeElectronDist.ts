import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What marks the fuses in Electron's program, as @electron/fuses looks for it. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * Makes a folder that packaging takes for an unpacked Electron for Linux: a program with fuses, and the files
 * beside it, empty. It packages for real; it does not start.
 */
export function fakeElectronDist(folder: string, version: string): void {
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  mkdirSync(path.join(folder, 'locales'));
  // Electron 45's wire: version 1, nine fuses. Those that packaging sets are the other way round here, so that a fuse left alone is seen.
  const wire = Buffer.from([1, 9, ...Buffer.from('101100111')]);
  const elf = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, ...Array<number>(56).fill(0)]);
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([elf, Buffer.from(sentinel), wire, Buffer.alloc(64)]), { mode: 0o755 });
  writeFileSync(path.join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'icudtl.dat', 'locales/en-US.pak']) writeFileSync(path.join(folder, name), '');
}

import { commandLine } from './commandLine.ts';
import type { Terminal } from './terminal.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal of strings. `interrupt()` is Ctrl-C. */
export interface TestTerminal extends Terminal {
  readonly said: { out: string; err: string };
  interrupt(): void;
}

export function testTerminal(parts: Partial<Pick<Terminal, 'cwd' | 'env' | 'isWatched' | 'hasColor' | 'err' | 'out' | 'size'>> = {}): TestTerminal {
  const said = { out: '', err: '' };
  const callbacks = new Set<() => void>();
  return {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    isWatched: false,
    hasColor: false,
    size: () => ({ columns: 100, rows: 40 }),
    cwd: '/',
    env: {},
    exit: (code) => {
      throw new Error(`exit ${code}`);
    },
    ...parts,
    onInterrupt(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    said,
    interrupt: () => [...callbacks].forEach((callback) => callback()),
  };
}

/** What `sluice …` says and how it ends. */
export async function sluice(texts: readonly string[], parts?: Parameters<typeof testTerminal>[0]): Promise<Said> {
  const terminal = testTerminal(parts);
  const code = await commandLine(texts, terminal);
  return { code, ...terminal.said };
}

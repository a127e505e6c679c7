/** What a verb has of the world around it. The real one is made in main.ts; tests make theirs of strings. */
export interface Terminal {
  /** Results. Nothing else may stand on stdout. */
  out(text: string): void;
  /** Progress, warnings and errors. */
  err(text: string): void;
  /** Whether somebody watches stderr, so that lines may be drawn again. */
  readonly isWatched: boolean;
  readonly hasColor: boolean;
  /** Characters to a line and lines to a screen, now. */
  size(): { readonly columns: number; readonly rows: number };
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back when the person presses Ctrl-C or the process is asked to end; what it returns stops that. */
  onInterrupt(callback: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
export type Paint = (style: keyof typeof codes, text: string) => string;

/** Paints text (ECMA-48 SGR) where the terminal shows colours, and leaves it as it is elsewhere. */
export function painter({ hasColor }: Pick<Terminal, 'hasColor'>): Paint {
  return (style, text) => (hasColor ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text);
}

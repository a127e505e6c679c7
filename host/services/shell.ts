import type { Capability } from '../contract/app.ts';

export interface FilePick {
  readonly title: string;
  /** Without dots; empty: any file. */
  readonly extensions: readonly string[];
  readonly suggestedName?: string | undefined;
}

/** What the surroundings of a host can do for a person. The desktop shell does all of it; a browser host little. */
export interface Shell {
  readonly capabilities: readonly Capability[];
  /** The chosen path, or undefined when the person cancelled. */
  pickFile?(pick: FilePick): Promise<string | undefined>;
  saveFile?(pick: FilePick): Promise<string | undefined>;
  /** Shows a file in the system's file manager. */
  reveal?(path: string): Promise<void>;
  openExternal?(url: string): Promise<void>;
}

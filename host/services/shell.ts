import type { Capability } from '../contract/app.ts';

interface FilePick {
  readonly title: string;
  /** Without dots; empty: any file. */
  readonly extensions: string[];
  readonly suggestedName?: string | undefined;
}

/** The chosen path; none when the person cancelled. */
interface PickedFile {
  readonly path?: string | undefined;
}

/** What the surroundings of a host can do for a person. The desktop shell does all of it; a browser host has nothing of it. */
export interface Shell {
  /** What of the rest there is, and what else the window may count on. */
  readonly capabilities: readonly Capability[];
  pickFile?(pick: FilePick): Promise<PickedFile>;
  saveFile?(pick: FilePick): Promise<PickedFile>;
  /** Shows a file in the system's file manager. */
  reveal?(path: string): Promise<void>;
  /** Opens an address in the person's browser. Which addresses are let through is the shell's to say. */
  openExternal?(url: string): Promise<void>;
}

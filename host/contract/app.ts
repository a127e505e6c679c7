import { z } from 'zod';
import { command } from '../rpc/contract.ts';

/** Raised when a message changes in a way that an older side would misread. */
export const protocolVersion = 1;

/** What the host around the window can do; the window asks `can('reveal')`, never which host it is. */
export const capabilities = ['pickFile', 'saveFile', 'reveal', 'openExternal', 'nativeMenu'] as const;
export type Capability = (typeof capabilities)[number];

/** A choice of file by the host's own dialog: the path, or nothing when the person cancelled. */
const filePick = z.object({ title: z.string(), extensions: z.array(z.string()), suggestedName: z.string().optional() });

export const app = {
  hello: command(
    z.object({ protocol: z.int() }),
    z.object({ protocol: z.int(), version: z.string(), platform: z.string(), capabilities: z.array(z.enum(capabilities)), demoOrgUrl: z.string().optional() }),
  ),
  /** Small things the window remembers: theme, panel sizes, the flow that was open. */
  preferences: command(z.object({}), z.record(z.string(), z.json())),
  setPreference: command(z.object({ key: z.string(), value: z.json() }), z.object({})),
  pickFile: command(filePick, z.object({ path: z.string().optional() })),
  saveFile: command(filePick, z.object({ path: z.string().optional() })),
  reveal: command(z.object({ path: z.string() }), z.object({})),
  openExternal: command(z.object({ url: z.string() }), z.object({})),
};

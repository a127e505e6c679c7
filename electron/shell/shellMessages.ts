import { z } from 'zod';
import { refusalSchema } from './refusal.ts';

/**
 * What the host process and main say to each other over the host process's parent port. It is only what main alone can do;
 * the window and the host talk over a port of their own.
 */

const filePick = z.object({ title: z.string(), extensions: z.array(z.string()), suggestedName: z.string().optional() });
export type FilePick = z.output<typeof filePick>;

/** What the host process asks of main, and gets an answer or a refusal for. */
const shellRequest = z.discriminatedUnion('name', [
  z.object({ name: z.literal('pickFile'), input: filePick }),
  z.object({ name: z.literal('saveFile'), input: filePick }),
  z.object({ name: z.literal('reveal'), input: z.object({ path: z.string() }) }),
  z.object({ name: z.literal('openExternal'), input: z.object({ url: z.string() }) }),
]);
export type ShellRequest = z.output<typeof shellRequest>;

/** The path a dialog gave; nothing when the person cancelled, or when the request has no result. */
const shellAnswer = z.object({ path: z.string().optional() });
export type ShellAnswer = z.output<typeof shellAnswer>;

export const messageToMain = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ask'), id: z.int(), request: shellRequest }),
  z.object({ type: z.literal('launchEngine'), engine: z.int() }),
  z.object({ type: z.literal('killEngine'), engine: z.int() }),
  /** The host serves. One that ends before this is not started again. */
  z.object({ type: z.literal('ready') }),
  /** The host could not start; it ends after this. */
  z.object({ type: z.literal('failed'), error: refusalSchema }),
]);
export type MessageToMain = z.output<typeof messageToMain>;

export const messageToHost = z.discriminatedUnion('type', [
  /** The first message. Folders are absolute paths. */
  z.object({ type: z.literal('start'), dataFolder: z.string(), templatesFolder: z.string(), version: z.string() }),
  /** Brings a port: the other end is a window's. */
  z.object({ type: z.literal('window') }),
  /** Brings a port: the other end is the engine's. */
  z.object({ type: z.literal('engineStarted'), engine: z.int() }),
  z.object({ type: z.literal('engineExited'), engine: z.int(), code: z.int() }),
  z.object({ type: z.literal('answer'), id: z.int(), answer: shellAnswer }),
  z.object({ type: z.literal('refused'), id: z.int(), error: refusalSchema }),
  /** Finish what must be finished, then exit. */
  z.object({ type: z.literal('stop') }),
]);
export type MessageToHost = z.output<typeof messageToHost>;

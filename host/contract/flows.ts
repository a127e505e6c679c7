import { z } from 'zod';
import { documentSchema } from '../../flows/model/document.ts';
import { command } from '../rpc/contract.ts';

const openFlow = z.object({
  /** Absolute path of the flow file. */
  path: z.string(),
  document: documentSchema,
  /** True for a working copy of a template that was never saved by the person. */
  fresh: z.boolean(),
});

const calledFlow = z.union([z.object({ document: documentSchema }), z.object({ code: z.string(), message: z.string(), hint: z.string().optional() })]);

export const flows = {
  /** What can be opened: the templates that ship with the app and the files opened lately, newest first. */
  list: command(
    z.object({}),
    z.object({
      templates: z.array(z.object({ id: z.string(), name: z.string(), description: z.string() })),
      recent: z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.string() })),
    }),
  ),
  open: command(z.object({ path: z.string() }), openFlow),
  /** The flows that a flow calls, and those that they call, by their files as seen from its folder; why, where one cannot be read. */
  called: command(z.object({ path: z.string(), document: documentSchema }), z.object({ flows: z.record(z.string(), calledFlow) })),
  /** Makes a working copy of a template, with its data files, and opens it. The same copy again while it is there. */
  openTemplate: command(z.object({ id: z.string() }), openFlow),
  /** A new flow with nothing in it, in the person's flow folder. */
  create: command(z.object({ name: z.string() }), openFlow),
  /**
   * Puts a file beside a flow, in pieces (base64): the first, without `file`, gets the name under which the file will be there when the
   * piece that is the last has come; the others give it.
   */
  addFile: command(
    z.object({ path: z.string(), name: z.string(), file: z.string().optional(), offset: z.int().min(0), data: z.string(), isLast: z.boolean() }),
    z.object({ file: z.string() }),
  ),
  save: command(z.object({ path: z.string(), document: documentSchema }), z.object({ path: z.string() })),
};

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { columnTypes } from '../../flows/kit/schema.ts';

export const nodesFolder = join(import.meta.dirname, '../../flows/nodes');

/** A cell as JSON has it; dates and times are ISO text. */
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rows = z.array(z.array(cell));

const caseColumns = z.array(z.strictObject({ name: z.string(), type: z.enum(columnTypes) }));

/** A case of a node type: an example for people, and a test. */
const nodeCase = z.strictObject({
  title: z.string().min(1),
  settings: z.record(z.string(), z.unknown()),
  /** What comes in. Sources have none. */
  columns: caseColumns.default([]),
  rows: rows.default([]),
  /** What comes in by ports that get other rows. */
  inputs: z.record(z.string(), z.strictObject({ columns: caseColumns, rows })).default({}),
  /** Text files the node finds beside its flow, by name. */
  files: z.record(z.string(), z.string()).default({}),
  /** Files that are no text, in base64, by name. */
  binaryFiles: z.record(z.string(), z.base64()).default({}),
  /** What leaves by each port; a port that is not named takes no row. Rejected rows have two more cells: code and message. */
  out: z.record(z.string(), z.strictObject({ columns: z.array(z.string()).optional(), rows })).default({}),
  /** Text files the node wrote, by name. */
  written: z.record(z.string(), z.string()).default({}),
  /** Names of the files it wrote that are no text. */
  binaryWritten: z.array(z.string()).default([]),
  /** Reason → rows. */
  dropped: z.record(z.string(), z.int()).default({}),
  /** A demo org is there, as connection `demo`. */
  org: z.boolean().default(false),
  /** Queries of that org after the run, and the records they give, without their `attributes`. */
  orgQuery: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
});
export type NodeCase = z.output<typeof nodeCase>;

/** The node types there are: the folders with a part of one. */
export function nodeFolders(): string[] {
  const parts = ['definition.ts', 'run.ts', 'cases'];
  const isNode = (name: string): boolean => parts.some((part) => existsSync(join(nodesFolder, name, part)));
  return readdirSync(nodesFolder).filter(isNode).sort();
}

/** The cases of a node type by file name; throws where one is not well-formed. */
export function casesOf(type: string): [string, NodeCase][] {
  const folder = join(nodesFolder, type, 'cases');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const read = nodeCase.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (!read.success) throw new Error(`${type}/cases/${file}: ${z.prettifyError(read.error)}`);
      return [file, read.data];
    });
}

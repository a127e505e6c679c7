import type { Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { AppError, asAppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { bindFormula } from '../../kit/formula/bindFormula.ts';
import { fillColumn } from '../../kit/formula/fillColumn.ts';
import { formatCell, jsonCell, type Cell, type Schema } from '../../kit/schema.ts';
import { columnTemplate, fillTemplate, templateColumns } from './columnTemplate.ts';
import { hasBody } from './definition.ts';
import type { Settings } from './settings.ts';

/** One request and the rows it is for. */
export interface RowRequest {
  readonly rows: readonly number[];
  readonly path: string;
  /** Undefined: it carries none. */
  readonly body: unknown;
}

export interface RowRequests {
  readonly requests: readonly RowRequest[];
  /** Rows for which no request can be made, and why. */
  readonly failed: ReadonlyMap<number, AppError>;
}

/** Makes the requests for the rows of a batch. Throws kind `settings` where the settings do not fit the columns. */
export function rowRequests(schema: Schema, settings: Settings, nowMs: number): (batch: Batch) => RowRequests {
  const path = pathOf(schema, settings.path);
  const bodies = hasBody(settings) ? (settings.content === 'fields' ? fieldBodies(schema, settings, nowMs) : jsonBodies(schema, settings.json)) : undefined;
  const size = settings.per === 'row' ? 1 : settings.batchSize;
  return (batch) => {
    const failed = new Map<number, AppError>();
    const bodyOf = bodies?.(batch, failed);
    const made: { row: number; path: string }[] = [];
    for (const row of batch.rows) {
      if (failed.has(row)) continue;
      try {
        made.push({ row, path: path(batch, row) });
      } catch (error) {
        failed.set(row, asAppError(error));
      }
    }
    const requests: RowRequest[] = [];
    for (let at = 0; at < made.length; at += size) {
      const part = made.slice(at, at + size);
      const rows = part.map(({ row }) => row);
      requests.push({ rows, path: part[0]!.path, body: bodyOf && wrapped(rows.map(bodyOf), settings) });
    }
    return { requests, failed };
  };
}

function wrapped(bodies: readonly unknown[], { per, listKey }: Settings): unknown {
  if (per === 'row') return bodies[0];
  return listKey.trim() === '' ? bodies : { [listKey.trim()]: bodies };
}

function pathOf(schema: Schema, text: string): (batch: Batch, row: number) => string {
  const template = columnTemplate(text);
  const columns = findColumns(schema, templateColumns(template), () => ['path']);
  return (batch, row) =>
    fillTemplate(template, (at) => {
      const { name, type } = schema[columns[at]!]!;
      const value = formatCell(type, batch.columns[columns[at]!]!.value(row));
      if (value === '') throw new AppError('row', 'pathBlank', { message: `${name} is blank, and it is a part of the path.` });
      // A path with these would lead elsewhere.
      if (value === '.' || value === '..') throw new AppError('row', 'pathDots', { message: `${name} is "${value}", which cannot be a part of a path.` });
      return encodeURIComponent(value);
    });
}

type Bodies = (batch: Batch, failed: Map<number, AppError>) => (row: number) => unknown;

function fieldBodies(schema: Schema, { fields }: Settings, nowMs: number): Bodies {
  const formulas = fields.map(({ formula }, index) => bindFormula(formula, schema, ['fields', index, 'formula'], { nowMs }));
  const keys = fields.map(({ column }) => column.trim().split('.'));
  return (batch, failed) => {
    const columns: Column[] = formulas.map((formula) => fillColumn(formula, batch, failed));
    return (row) => {
      const body: Record<string, unknown> = {};
      for (const [index, path] of keys.entries()) put(body, path, jsonCell(columns[index]!.type, columns[index]!.value(row)));
      return body;
    };
  };
}

function put(body: Record<string, unknown>, path: readonly string[], value: Cell): void {
  let at = body;
  for (const key of path.slice(0, -1)) {
    const inner = Object.hasOwn(at, key) ? at[key] : undefined;
    const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
    if (next !== inner) Object.defineProperty(at, key, { value: next, enumerable: true, writable: true, configurable: true });
    at = next;
  }
  // A key may be called __proto__.
  Object.defineProperty(at, path.at(-1)!, { value, enumerable: true, writable: true, configurable: true });
}

function jsonBodies(schema: Schema, text: string): Bodies {
  const template = columnTemplate(text);
  const columns = findColumns(schema, templateColumns(template), () => ['json']);
  const json = (batch: Batch, row: number): string => fillTemplate(template, (at) => JSON.stringify(jsonCell(schema[columns[at]!]!.type, batch.columns[columns[at]!]!.value(row))));
  return (batch) => (row) => JSON.parse(json(batch, row)) as unknown;
}

import { columnTypeOf } from '../../connectors/salesforce/objectDescribe.ts';
import { recordCell } from '../../connectors/salesforce/recordCells.ts';
import { queryPath, restQuery } from '../../connectors/salesforce/restQuery.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { keyConditions } from '../../connectors/salesforce/soql/keyConditions.ts';
import { keyValue, type KeyValue } from '../../connectors/salesforce/soql/keyValue.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { entryBytes } from '../../kit/memory.ts';
import type { Cell } from '../../kit/schema.ts';
import type { PreparedLookup, Settings } from './preparedLookup.ts';

/** What a key led to: the cells that are added, nothing, or more records than one. */
export type Found = readonly Cell[] | 'none' | 'several';

export interface WantedKey {
  /** Equal for keys that lead to the same record. */
  readonly same: string;
  readonly literals: readonly string[];
}

export interface FoundRecords {
  /** Asks the org for the keys it was not asked for before. */
  find(keys: readonly WantedKey[]): Promise<ReadonlyMap<string, Found>>;
}

const pageSize = 2000;

/** A key of the values of all key fields. */
export function wantedKey(values: readonly KeyValue[]): WantedKey {
  return { same: JSON.stringify(values.map(({ same }) => same)), literals: values.map(({ literal }) => literal) };
}

/** The records of an org by their keys. What was found is kept while it fits into the node's share of the memory. */
export function foundRecords(org: SalesforceOrg, { object, keys, fields }: PreparedLookup, context: NodeContext<Settings>): FoundRecords {
  const { onSeveral, condition } = context.settings;
  const select = [...new Set(['Id', ...keys.map(({ path }) => path), ...fields.map(({ path }) => path)])].join(', ');
  const keyPaths = keys.map(({ path, field }) => ({ path: path.split('.'), field, type: columnTypeOf(field) }));
  const fieldPaths = fields.map(({ path, field }) => ({ path: path.split('.'), type: columnTypeOf(field) }));
  let kept = new Map<string, Found>();
  let bytes = 0;

  async function ask(where: string, found: Map<string, Found>): Promise<void> {
    const both = condition.trim() === '' ? where : `${where} AND (${condition})`;
    for await (const { records } of restQuery(org, queryPath(`SELECT ${select} FROM ${object} WHERE ${both} ORDER BY Id`, false), pageSize, context, context.signal)) {
      for (const record of records) {
        const values = keyPaths.map(({ path, field, type }) => keyValue(field, recordCell(record, path, type) ?? '', type));
        const { same } = wantedKey(values.filter((value) => value !== undefined));
        const before = found.get(same) ?? 'none';
        if (before !== 'none' && onSeveral !== 'last') found.set(same, onSeveral === 'first' ? before : 'several');
        else found.set(same, fieldPaths.map(({ path, type }) => recordCell(record, path, type)));
      }
    }
  }

  return {
    async find(wanted) {
      const missing = wanted.filter(({ same }) => !kept.has(same));
      if (missing.length === 0) return kept;
      const found = new Map<string, Found>(missing.map(({ same }) => [same, 'none']));
      await Promise.all(keyConditions(keys.map(({ path }) => path), missing.map(({ literals }) => literals)).map((where) => ask(where, found)));
      if (bytes > context.memoryBytes) {
        // Asking again costs calls and nothing else.
        kept = new Map([...wanted].flatMap(({ same }) => (kept.has(same) ? [[same, kept.get(same)!]] : [])));
        bytes = 0;
      }
      for (const [same, one] of found) {
        kept.set(same, one);
        bytes += sizeOf(same, one);
      }
      return kept;
    },
  };
}

function sizeOf(same: string, found: Found): number {
  let size = entryBytes + same.length;
  if (typeof found !== 'string') for (const cell of found) size += typeof cell === 'string' ? 16 + cell.length : 8;
  return size;
}

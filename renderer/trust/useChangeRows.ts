import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChangeAction } from '../../flows/kit/change.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { notifyError } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';

export type ChangeRow = Awaited<ReturnType<HostClient['changes']['rows']>>['rows'][number];

interface Asked {
  readonly run: string;
  readonly node: string | undefined;
  readonly action: ChangeAction | undefined;
}

export interface ChangeRows {
  /** Sparse: what has come so far, by place. */
  readonly rows: readonly (ChangeRow | undefined)[];
  /** Undefined until the first page is there. */
  readonly total: number | undefined;
  /** Asks for the page that holds a place. */
  readonly need: (place: number) => void;
}

export const pageRows = 500;

/** The rows of a plan or of what a run sent, a page at a time, as they come into view. */
export function useChangeRows({ run, node, action }: Asked): ChangeRows {
  const { link } = useWorkbench();
  const key = `${run} ${node} ${action}`;
  const [shown, setShown] = useState<{ key: string; rows: (ChangeRow | undefined)[]; total: number }>();
  const asked = useRef<{ key: string; pages: Set<number> }>({ key: '', pages: new Set() });
  const need = useCallback(
    (place: number): void => {
      if (asked.current.key !== key) asked.current = { key, pages: new Set() };
      const page = Math.floor(place / pageRows);
      const { pages } = asked.current;
      if (pages.has(page)) return;
      pages.add(page);
      const offset = page * pageRows;
      link
        .client()
        .changes.rows({ run, ...(node === undefined ? {} : { node }), ...(action === undefined ? {} : { action }), offset, limit: pageRows })
        .then((got) => {
          if (asked.current.key !== key) return;
          setShown((before) => {
            const rows = before?.key === key ? [...before.rows] : [];
            got.rows.forEach((row, index) => (rows[offset + index] = row));
            return { key, rows, total: got.total };
          });
        }, notifyError);
    },
    [link, run, node, action, key],
  );
  useEffect(() => need(0), [need]);
  return shown?.key === key ? { rows: shown.rows, total: shown.total, need } : { rows: [], total: undefined, need };
}

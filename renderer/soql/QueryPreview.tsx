import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { errorText } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import styles from './QueryPreview.module.css';

type Rows = Awaited<ReturnType<HostClient['previews']['rows']>>;

interface Props {
  readonly node: string;
  readonly text: string;
  /** The query that counts its records, where there is one. */
  readonly counting: string | undefined;
}

interface Shown {
  readonly text: string;
  readonly rows?: Rows;
  readonly count?: number;
  readonly error?: string;
}

const previewRows = 20;

/** The first rows of the query as it stands, and how many records it finds. Asked of the org only when the person wants it. */
export function QueryPreview({ node, text, counting }: Props) {
  const { link, flow } = useWorkbench();
  const [shown, setShown] = useState<Shown>({ text: '' });
  const [isLoading, setIsLoading] = useState(false);

  const preview = async (): Promise<void> => {
    const { path, document } = flow.getState();
    const { type, settings } = document.nodes[node]!;
    const tried = { ...settings, soql: text, columns: [], api: 'rest', pageSize: 200 };
    setIsLoading(true);
    try {
      const [rows, count] = await Promise.all([
        link.client().previews.rows({ path, document: { ...document, nodes: { ...document.nodes, [node]: { ...document.nodes[node]!, settings: tried } } }, from: `${node}.out`, limit: previewRows }),
        // A query that cannot be counted still has rows.
        counting === undefined ? undefined : link.client().lookups.choices({ path, type, lookup: 'count', settings: { ...settings, soql: counting } }).catch(() => undefined),
      ]);
      const number = count?.[0]?.value;
      setShown({ text, rows, ...(number === undefined ? {} : { count: Number(number) }) });
    } catch (thrown) {
      setShown({ text, error: errorText(asAppError(thrown)) });
    }
    setIsLoading(false);
  };

  const { rows, count, error } = shown.text === text ? shown : { rows: undefined, count: undefined, error: undefined };
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (rows) place.current?.scrollIntoView({ block: 'nearest' });
  }, [rows]);
  return (
    <section ref={place} className={styles['preview']} aria-label={words.soql.preview}>
      <div className={styles['head']}>
        <Button size="compact-sm" variant="default" leftSection={<Play size={14} />} loading={isLoading} disabled={text.trim() === ''} onClick={() => void preview()}>
          {words.soql.preview}
        </Button>
        <span role="status" data-testid="soql-count">
          {count === undefined ? null : words.soql.found(count)}
          {rows && rows.rows.length > 0 && (count === undefined || count > rows.rows.length) ? ` · ${words.soql.firstRows(rows.rows.length)}` : null}
        </span>
      </div>
      {error === undefined ? null : <p className={styles['error']}>{error}</p>}
      {rows && rows.rows.length === 0 ? <p>{words.soql.noRows}</p> : null}
      {rows && rows.rows.length > 0 ? (
        // It scrolls, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles['scroll']} tabIndex={0} role="region" aria-label={words.soql.firstRows(rows.rows.length)}>
          <table className={styles['table']}>
            <thead>
              <tr>
                {rows.schema.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.rows.map((row, index) => (
                // Rows of a preview have no identity but their place.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={rows.schema[column]!.name}>{cell === null ? <i>{words.formula.blank}</i> : String(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

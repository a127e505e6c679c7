import { Button } from '@mantine/core';
import { Loader, Route, X } from 'lucide-react';
import type { Cell } from '../../flows/kit/schema.ts';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { useFlow, useTrust, useWorkbench } from '../app/workbench.ts';
import type { Trace } from '../stores/trustStore.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { words } from '../words/words.ts';
import styles from './LineageTab.module.css';

type Step = Trace['steps'][number];
type TracedRow = Step['out'][number];

const said = words.trust.lineage;

/** The way of a row through the flow, step by step: what each node made of it. The canvas shows the same way. */
export function LineageTab() {
  const { trust, selection } = useWorkbench();
  const shown = useTrust((state) => state.trace);
  if (!shown) return null;
  const { title, trace, error } = shown;
  const close = (): void => {
    trust.getState().showTrace(undefined);
    selection.getState().showTab('results');
  };
  return (
    <div className={styles['lineage']} data-testid="lineage">
      <div className={styles['head']}>
        <Route size={16} />
        <b>{title}</b>
        <span className={styles['note']}>{trace?.isPartial ? said.partial : ''}</span>
        <Button size="compact-sm" variant="subtle" leftSection={<X size={14} />} onClick={close}>
          {said.close}
        </Button>
      </div>
      {error === undefined ? null : <EmptyState icon={<Route size={24} />} title={said.none} hint={error} />}
      {!trace && error === undefined ? <EmptyState icon={<Loader size={24} className={styles['spin']} />} title={said.looking} hint={said.lookingHint} /> : null}
      {trace ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard must reach it
        <ol className={styles['steps']} aria-label={said.steps} tabIndex={0}>
          {trace.steps.map((step) => (
            <StepCard key={step.node} step={step} />
          ))}
        </ol>
      ) : null}
    </div>
  );
}

function StepCard({ step: { node, in: came, inTotal, out, reason, what } }: { readonly step: Step }) {
  const { definitions, selection, canvas } = useWorkbench();
  const type = useFlow((state) => state.document.nodes[outerNode(node)]?.type ?? '');
  const title = useNodeTitle(node);
  const row = out[0] ?? came[0];
  const before = out[0] ? came[0] : undefined;
  const lines = row ? linesOf(row, before) : [];
  const changed = before ? lines.filter(({ isNew, was }) => isNew || was !== undefined) : lines;
  const same = lines.length - changed.length;
  const show = (): void => {
    selection.getState().selectNodes([outerNode(node)]);
    canvas.current?.focusNode(outerNode(node));
  };
  return (
    <li className={styles['step']} data-what={what} data-testid={`step-${node}`}>
      <button type="button" className={styles['name']} title={said.show(title)} onClick={show}>
        <NodeIcon type={type} kind={definitions[type]?.kind ?? 'transform'} size="small" />
        <span>{title}</span>
      </button>
      <p className={styles['what']}>{what === 'gathered' && out.length > 0 ? said.made(inTotal) : said.what[what]}</p>
      {reason ? <p className={styles['reason']}>{reason.message}</p> : null}
      <dl className={styles['cells']}>
        {changed.map(({ name, value, was, isNew }) => (
          <div key={name} data-new={isNew && before !== undefined}>
            <dt>{name}</dt>
            <dd>
              {was === undefined ? null : <s>{shownCell(was)}</s>}
              <span data-changed={was !== undefined}>{shownCell(value)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {same > 0 ? <p className={styles['same']}>{said.more(same)}</p> : null}
    </li>
  );
}

interface Line {
  readonly name: string;
  readonly value: Cell;
  /** Where it was another. */
  readonly was: Cell | undefined;
  /** There was no such column. */
  readonly isNew: boolean;
}

function linesOf({ schema, cells }: TracedRow, before: TracedRow | undefined): Line[] {
  return schema.map(({ name }, index) => {
    const value = cells[index] ?? null;
    const at = before?.schema.findIndex((column) => column.name === name) ?? -1;
    if (!before || at < 0) return { name, value, was: undefined, isNew: true };
    const was = before.cells[at] ?? null;
    return { name, value, was: was === value ? undefined : was, isNew: false };
  });
}

function shownCell(value: Cell): string {
  return value === null ? words.panel.blank : String(value);
}

import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { describeFields } from '../../flows/kit/fields.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { callType } from '../../flows/model/callInterface.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import type { CalledFlows } from '../../flows/model/inlineCalls.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { SampleRowsContext, type SampleRows } from './sampleRows.ts';
import { upstreamOf, usePortRows } from './usePortRows.ts';

interface Props {
  readonly node: string;
  /** The in-ports by name. Formulas read the first two at most. */
  readonly ports: readonly string[];
  /** The columns that come in, by in-port: rows of before with other columns are not shown. */
  readonly upstream: readonly (Schema | undefined)[];
  readonly children: ReactNode;
}

/** Fetches sample rows for the formulas of a node. */
export function SampleRowsProvider({ node, ports, upstream, children }: Props) {
  const [at, setAt] = useState(0);
  const first = useRowsOfPort(node, ports[0], upstream[0], at, setAt);
  const second = useRowsOfPort(node, ports[1], upstream[1], at, setAt);
  const value = useMemo(() => [first, second].filter((rows) => rows !== undefined), [first, second]);
  return <SampleRowsContext value={value}>{children}</SampleRowsContext>;
}

function useRowsOfPort(node: string, port: string | undefined, schema: Schema | undefined, at: number, setAt: (change: (at: number) => number) => void): SampleRows | undefined {
  const { definitions } = useWorkbench();
  const document: FlowDocument = useFlow((state) => state.document);
  const end = port === undefined ? undefined : `${node}.${port}`;
  const edge = document.edges.find(({ to }) => to === end);
  const called = useFlow((state) => state.called);
  const connected = useMemo(() => connectedTypes(definitions, called), [definitions, called]);
  const upstream = useMemo(() => upstreamOf(document, edge, connected), [document, edge, connected]);
  const { batch, error, isLoading, load } = usePortRows(edge, upstream);
  const count = batch?.rowCount ?? 0;
  const step = useCallback((by: number) => setAt((before) => Math.max(0, Math.min(count - 1, before + by))), [count, setAt]);
  const isOfNow = !schema || !batch || (batch.schema.length === schema.length && schema.every((column, index) => batch.schema[index]!.name === column.name && batch.schema[index]!.type === column.type));
  return useMemo(() => {
    if (!edge) return undefined;
    return { batch: isOfNow ? batch : undefined, error, isLoading, at: Math.min(at, Math.max(0, count - 1)), step, load };
  }, [edge, batch, isOfNow, error, isLoading, at, count, step, load]);
}

/** The node types that reach a system by a connection; calls do where a called flow does. */
function connectedTypes(definitions: Readonly<Record<string, NodeDefinition>>, called: CalledFlows): ReadonlySet<string> {
  const types = Object.values(definitions).filter(({ settings }) => describeFields(settings).some(({ control }) => control === 'connection'));
  const connected = new Set(types.map(({ type }) => type));
  const callsReach = Object.values(called).some((flow) => 'document' in flow && Object.values(flow.document.nodes).some(({ type }) => connected.has(type)));
  return callsReach ? connected.add(callType) : connected;
}

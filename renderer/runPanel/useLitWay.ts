import { useCallback, useEffect, useRef } from 'react';
import { outerNode } from '../../flows/model/checkCalls.ts';
import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';
import { edgesInto, withFeeders } from '../../flows/model/flowGraph.ts';
import { runEnd, shownEnd } from '../../flows/model/runPlaces.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { useWorkbench } from '../app/workbench.ts';

type Ways = Awaited<ReturnType<HostClient['trust']['ways']>>;

interface Asked {
  readonly run: string;
  /** Once they are known. */
  ways?: Ways;
}

/** To know the ways of rows the flow is gone through again: about a second for so many rows that nodes give out. For more it is not done by itself. */
const mostRows = 500_000;

/**
 * Lights on the canvas the way of a rejected row that is looked at, up to the node that rejected it. Where rows can have come by one way only, that
 * is known at once; where ways meet, all that feeds the node is lit until the host has found the ways, which it does once for all rows of a run.
 * @param end the out-port (`node.port`) of the rows
 * @param rejecting the node that rejected them, where they are rejected rows: no others have their way lit
 * @returns what is told which row is looked at, from 0, or undefined where none is
 */
export function useLitWay(end: string, rejecting: string | undefined): (row: number | undefined) => void {
  const { trust, flow, run: runs, link } = useWorkbench();
  const looked = useRef<number>(undefined);
  const asked = useRef<Asked>(undefined);

  const look = useCallback(
    (row: number | undefined): void => {
      looked.current = row;
      if (rejecting === undefined) return;
      const { document } = flow.getState();
      const light = (): void => {
        const { current } = looked;
        const way = current === undefined ? undefined : asked.current?.ways?.ways[asked.current.ways.of[current] ?? -1];
        trust.getState().setLight(current === undefined ? undefined : placesOf(document, rejecting, way));
      };
      const { run, phase, nodes } = runs.getState();
      if (asked.current?.run !== run) asked.current = undefined;
      light();
      if (row === undefined || run === undefined || asked.current || phase !== 'succeeded' || !doWaysMeet(document, rejecting) || rowsOf(nodes) > mostRows) return;
      const question: Asked = { run };
      asked.current = question;
      link.client().trust.ways({ run, end: runEnd(document, end, 'out') }).then(
        (ways) => {
          question.ways = ways;
          if (asked.current === question) light();
        },
        // Then all that feeds the node stays lit, which is true. Who follows the row is told why its way cannot be found.
        () => {},
      );
    },
    [trust, flow, runs, link, end, rejecting],
  );
  useEffect(
    () => () => {
      looked.current = undefined;
      asked.current = undefined;
      trust.getState().setLight(undefined);
    },
    [trust],
  );
  return look;
}

function rowsOf(nodes: Readonly<Record<string, { readonly out: number }>>): number {
  return Object.values(nodes).reduce((sum, { out }) => sum + out, 0);
}

/** Whether a row can have come to the node by more than one way. */
function doWaysMeet(document: FlowDocument, node: string): boolean {
  return [...withFeeders(document, node)].some((feeder) => edgesInto(document, feeder).length > 1);
}

/** The nodes and out-ports on the canvas that feed a node; of a way, those of them that are of it. */
function placesOf(document: FlowDocument, node: string, way: readonly string[] | undefined): ReadonlySet<string> {
  const nodes = withFeeders(document, node);
  const ports = document.edges.filter(({ to }) => nodes.has(parseEnd(to).node)).map(({ from }) => from);
  const all = [...nodes, ...ports];
  if (!way) return new Set(all);
  const own = new Set([node, ...way.flatMap((end) => [outerNode(parseEnd(end).node), shownEnd(end, 'out') ?? end])]);
  return new Set(all.filter((place) => own.has(place)));
}

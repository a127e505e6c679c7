import { useMemo } from 'react';
import { useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { SearchDialog } from '../ui/SearchDialog.tsx';
import { connectPorts } from './addNode.ts';
import { whyNotConnect } from './connectRules.ts';
import { describeNode } from './describeNode.ts';

/** Joins the selected node to another without a pointer: every edge that could leave it, to be picked by name. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const picked = useSelection((state) => [...state.nodes][0]);
  const edges = useMemo(() => {
    const { document } = workbench.flow.getState();
    const shapes = Object.entries(document.nodes).map(([id, node]) => {
      const definition = workbench.definitions[node.type];
      return { id, type: node.type, kind: definition?.kind ?? ('transform' as const), shape: describeNode(node, definition) };
    });
    const outs = shapes.find(({ id }) => id === picked)?.shape.outs ?? [];
    return outs
      .flatMap((out) =>
        shapes.flatMap((target) => target.shape.ins.map((port) => ({ out, target, from: `${picked}.${out.name}`, to: `${target.id}.${port.name}` }))),
      )
      .filter((edge) => whyNotConnect(document, edge) === undefined);
  }, [workbench, picked]);
  return (
    <SearchDialog
      label={words.canvas.connectTo}
      items={edges.map(({ out, target, from, to }) => ({
        id: `${from} ${to}`,
        title: words.canvas.connection(out.title, target.shape.title),
        detail: target.shape.caption,
        icon: <NodeIcon type={target.type} kind={target.kind} size="small" />,
      }))}
      nothing={() => words.canvas.nothingToConnect}
      onClose={onClose}
      onPick={(id) => {
        const edge = edges.find(({ from, to }) => `${from} ${to}` === id);
        onClose();
        if (edge) connectPorts(workbench, { from: edge.from, to: edge.to });
      }}
    />
  );
}

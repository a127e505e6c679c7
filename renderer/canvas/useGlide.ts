import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import type { Position } from '../../flows/model/document.ts';
import type { NodeView } from './viewNodes.ts';

const glideMs = 180;

/** Moves nodes on the canvas to where they are to stand, edges with them; at once for people who want no motion. The document is not touched. */
export function useGlide(): (to: Readonly<Record<string, Position>>) => Promise<void> {
  const { getNodes, setNodes } = useReactFlow<NodeView>();
  return useCallback(
    (to) => {
      if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return Promise.resolve();
      const from = new Map(getNodes().map(({ id, position }) => [id, position]));
      const begin = performance.now();
      const { promise, resolve } = Promise.withResolvers<void>();
      const draw = (): void => {
        const part = Math.min(1, (performance.now() - begin) / glideMs);
        const eased = 1 - (1 - part) ** 3;
        setNodes((nodes) =>
          nodes.map((node) => {
            const end = to[node.id];
            const start = from.get(node.id);
            if (!end || !start) return node;
            return { ...node, position: { x: start.x + (end.x - start.x) * eased, y: start.y + (end.y - start.y) * eased } };
          }),
        );
        if (part === 1) resolve();
        else requestAnimationFrame(draw);
      };
      draw();
      return promise;
    },
    [getNodes, setNodes],
  );
}

import { useStoreApi } from '@xyflow/react';
import { useState } from 'react';

/**
 * React Flow measures every card that comes into sight, and every port on it. Cards say how large they are and where their ports are (cardLayout.ts), so
 * this lets it measure only those that are drawn otherwise, such as one that long counts made higher. Call it above <ReactFlow>, which asks once.
 */
export function useKnownSizes(): void {
  const store = useStoreApi();
  useState(() => {
    const measure = store.getState().updateNodeInternals;
    const measureUnknown: typeof measure = (updates, options) => {
      const { nodeLookup } = store.getState();
      const unknown = [...updates].filter(([id, { nodeElement }]) => {
        const node = nodeLookup.get(id);
        return !node?.handles || node.hidden || node.measured.width !== nodeElement.offsetWidth || node.measured.height !== nodeElement.offsetHeight;
      });
      if (unknown.length > 0) measure(new Map(unknown), options);
    };
    store.setState({ updateNodeInternals: measureUnknown });
  });
}

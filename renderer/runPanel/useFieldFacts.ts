import { useEffect, useState } from 'react';
import type { FieldFacts } from '../../flows/kit/fieldFacts.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';

const none: readonly FieldFacts[] = [];

/** What the org says of the fields that a node fills; none until it has answered, and where it does not. */
export function useFieldFacts(node: string, columns: Schema): readonly FieldFacts[] {
  const { link, flow } = useWorkbench();
  const settings = useFlow((state) => state.document.nodes[node]?.settings);
  const type = useFlow((state) => state.document.nodes[node]?.type);
  const [facts, setFacts] = useState(none);
  useEffect(() => {
    let isOver = false;
    if (type !== undefined && settings !== undefined) {
      const asked = { path: flow.getState().path, type, settings, columns: columns.map((column) => ({ name: column.name, type: column.type })) };
      // Without facts the suggestions are poorer; what is wrong with the connection is said where it is used.
      link.client().lookups.fields(asked).then((found) => isOver || setFacts(found as readonly FieldFacts[]), () => {});
    }
    return () => {
      isOver = true;
    };
  }, [link, flow, type, settings, columns]);
  return facts;
}

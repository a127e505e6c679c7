import { useMemo } from 'react';
import type { FlowDocument } from '../../flows/model/document.ts';
import { inlineCalls } from '../../flows/model/inlineCalls.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';

/** The open flow with the nodes of the flows it calls: what a run of it would use. */
export function useWholeFlow(): FlowDocument {
  const { definitions } = useWorkbench();
  const document = useFlow((state) => state.document);
  const called = useFlow((state) => state.called);
  return useMemo(() => inlineCalls(document, called, definitions).document, [document, called, definitions]);
}

import type { ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

/** Has ELK lay a graph out beside the window, which goes on meanwhile. The library, larger than the window itself, is loaded with each call and leaves with it. */
export async function layoutInWorker(graph: ElkNode): Promise<ElkNode> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  const elk = new Elk({ workerUrl });
  try {
    return await elk.layout(graph);
  } finally {
    elk.terminateWorker();
  }
}

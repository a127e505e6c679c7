import type { ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

/**
 * Has ELK lay a graph out beside the window, which goes on meanwhile. The library, larger than the window itself, is loaded with each call and leaves with
 * it. Rejects with the signal's reason when that is aborted.
 */
export async function layoutInWorker(graph: ElkNode, signal: AbortSignal): Promise<ElkNode> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  const elk = new Elk({ workerUrl });
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    return await Promise.race([elk.layout(graph), stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    elk.terminateWorker();
  }
}

// The engine as a utility process: forked by main for the host process, one for every run.
import { serveEngine } from '../../flows/engine/engineProcess.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';

process.parentPort.once('message', ({ ports }) => {
  const port = ports[0];
  if (port === undefined) throw new Error('The engine process got no port to the host process.');
  serveEngine(
    {
      post: (message) => { port.postMessage(message); },
      onMessage: (take) => {
        port.on('message', ({ data }) => { take(data); });
        port.start();
      },
      onClose: (take) => { port.on('close', take); },
    },
    { definitions, loadRuntime },
  );
});

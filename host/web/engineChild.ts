import { serveEngine } from '../../flows/engine/engineProcess.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';

// The engine as a child process: started by forkEngine, one for every run.
serveEngine(
  {
    // Given a place to go, the error of a parent that is gone does not end this process before it has taken back what it began.
    post: (message) => void process.send?.(message, undefined, undefined, () => {}),
    onMessage: (take) => void process.on('message', take),
    onClose: (take) => void process.on('disconnect', take),
  },
  { definitions, loadRuntime },
);
// Ctrl-C reaches the whole group of processes; what becomes of the run is the parent's to say.
process.on('SIGINT', () => {});

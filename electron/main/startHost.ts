import { MessageChannelMain, utilityProcess, type MessagePortMain, type WebFrameMain } from 'electron';
import { AppError } from '../../flows/kit/errors.ts';
import { answerShell } from '../shell/answerShell.ts';
import { engineForks } from '../shell/engineForks.ts';
import { errorOf, refusalOf } from '../shell/refusal.ts';
import { messageToMain, type MessageToHost, type MessageToMain, type ShellRequest } from '../shell/shellMessages.ts';

export interface HostProcessOptions {
  /** Absolute paths of the built host process and engine process. */
  readonly hostModule: string;
  readonly engineModule: string;
  readonly dataFolder: string;
  readonly templatesFolder: string;
  readonly version: string;
  /** The host process ended without being asked to; `error` says why when it never served. */
  onGone(code: number, error: AppError | undefined): void;
}

export interface HostProcess {
  /** Joins a page and the host by a channel of their own. Main does not see what goes over it. */
  connect(frame: WebFrameMain): void;
  /** Asks the host to finish and waits until it is gone; after `stopTimeoutMs` it is ended. */
  stop(): Promise<void>;
}

const stopTimeoutMs = 5000;

/** Starts the process in which the application itself runs, and does for it what only main can do. */
export function startHost(options: HostProcessOptions): HostProcess {
  const child = utilityProcess.fork(options.hostModule, [], { serviceName: 'Sluice Host' });
  const post = (message: MessageToHost, ports: MessagePortMain[] = []) => { child.postMessage(message, ports); };
  const engines = engineForks(options.engineModule, post);
  let isStopping = false;
  let unable: AppError | undefined = new AppError('bug', 'hostEnded', {
    message: 'The part of Sluice that does the work ended before it was ready. Its last lines are on the console.',
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      engines.killAll();
      resolve();
      if (!isStopping) options.onGone(code, unable);
    });
  });

  const take = (message: MessageToMain) => {
    switch (message.type) {
      case 'ask':
        void answer(message.id, message.request, post);
        break;
      case 'launchEngine':
        engines.launch(message.engine);
        break;
      case 'killEngine':
        engines.kill(message.engine);
        break;
      case 'ready':
        unable = undefined;
        break;
      case 'failed':
        unable = errorOf(message.error);
        break;
    }
  };
  child.on('message', (message: unknown) => { take(messageToMain.parse(message)); });
  post({ type: 'start', dataFolder: options.dataFolder, templatesFolder: options.templatesFolder, version: options.version });

  return {
    connect(frame) {
      const { port1, port2 } = new MessageChannelMain();
      post({ type: 'window' }, [port1]);
      frame.postMessage('sluice:port', null, [port2]);
    },
    async stop() {
      isStopping = true;
      post({ type: 'stop' });
      const timer = setTimeout(() => { child.kill(); }, stopTimeoutMs);
      await gone;
      clearTimeout(timer);
    },
  };
}

async function answer(id: number, request: ShellRequest, post: (message: MessageToHost) => void): Promise<void> {
  try {
    post({ type: 'answer', id, answer: await answerShell(request) });
  } catch (error) {
    post({ type: 'refused', id, error: refusalOf(error) });
  }
}

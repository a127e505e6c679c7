// The process in which the application itself runs: off main's event loop, so that windows and menus stay alive, and out of the window.
import type { MessagePortMain } from 'electron';
import { errorData } from '../../flows/kit/errors.ts';
import { contract } from '../../host/contract/contract.ts';
import { messagePort } from '../../host/rpc/ports/messagePort.ts';
import { serve } from '../../host/rpc/serve.ts';
import { createHost, type Host } from '../../host/services/createHost.ts';
import { refusalOf } from '../shell/refusal.ts';
import { messageToHost, type MessageToHost, type MessageToMain } from '../shell/shellMessages.ts';
import { remoteEngines } from './remoteEngines.ts';
import { remoteShell } from './remoteShell.ts';

const { parentPort } = process;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
const post = (message: MessageToMain) => { parentPort.postMessage(message); };
const shell = remoteShell(post);
const engines = remoteEngines(post);
const started = Promise.withResolvers<Host>();

async function start({ dataFolder, templatesFolder, version }: Extract<MessageToHost, { type: 'start' }>): Promise<void> {
  try {
    started.resolve(await createHost({ dataFolder, templatesFolder, version, shell, launchEngine: () => engines.launch() }));
    post({ type: 'ready' });
  } catch (error) {
    post({ type: 'failed', error: refusalOf(error) });
    setImmediate(() => process.exit(1));
  }
}

async function stop(): Promise<void> {
  await (await started.promise).close();
  process.exit(0);
}

/** @param port what came with the message; only the messages that bring one have it */
function take(message: MessageToHost, port: MessagePortMain | undefined): void {
  switch (message.type) {
    case 'start':
      return void start(message);
    case 'window':
      // What the window says before the host has started waits in the port.
      return void (port && started.promise.then(({ handlers }) => serve(contract, handlers, messagePort(port), errorData)));
    case 'engineStarted':
      return port && engines.started(message.engine, messagePort(port));
    case 'engineExited':
      return engines.exited(message.engine, message.code);
    case 'answer':
    case 'refused':
      return shell.take(message);
    case 'stop':
      return void stop();
  }
}

parentPort.on('message', ({ data, ports }) => { take(messageToHost.parse(data), ports[0]); });

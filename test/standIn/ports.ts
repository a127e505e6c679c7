import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { unsupported } from './unsupported.ts';

/** One end of a channel, wherever the other end is. Messages wait until `listen`. */
export interface PortEnd {
  post(message: unknown): void;
  listen(onMessage: (message: unknown) => void, onClose: () => void): void;
  close(): void;
}

/** Electron's MessagePortMain: an emitter of `message` and, when the far end goes, `close`. */
export class MessagePortMain extends EventEmitter {
  private end: PortEnd | undefined;
  private isStarted = false;

  constructor(end: PortEnd) {
    super();
    this.end = end;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw unsupported('MessagePortMain.postMessage with ports');
    // As in Electron, posting on a port that was closed goes nowhere.
    this.end?.post(message);
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.end?.listen((data) => { this.emit('message', { data, ports: [] }); }, () => {
      this.end = undefined;
      this.emit('close');
    });
  }

  close(): void {
    this.end?.close();
    this.end = undefined;
  }

  /** Takes the end away, to give it to another process. The port itself is of no use afterwards. */
  detach(): PortEnd {
    if (this.end === undefined) throw new Error('Port at index 0 is already neutered');
    if (this.isStarted) throw unsupported('transfer of a MessagePortMain that was started');
    const { end } = this;
    this.end = undefined;
    return end;
  }
}

/** Electron's MessageChannelMain. Node's own channel does the structured clone, the order and the queue. */
export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(nodeEnd(port1));
    this.port2 = new MessagePortMain(nodeEnd(port2));
  }
}

function nodeEnd(port: MessagePort): PortEnd {
  let isOurs = false;
  return {
    post: (message) => { port.postMessage(message); },
    listen(onMessage, onClose) {
      port.on('message', onMessage);
      // Node tells both ends of a close, Electron only the far one.
      port.on('close', () => { if (!isOurs) onClose(); });
    },
    close() {
      isOurs = true;
      port.close();
    },
  };
}

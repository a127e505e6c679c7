import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { portBridge, type PortFrame } from './portBridge.ts';
import type { MessagePortMain } from './ports.ts';
import type { StandInApp } from './standInApp.ts';
import { unsupported } from './unsupported.ts';

/** What goes between the stand-in's main process and a utility process. `ports` are the ids of ports that come with the message. */
export type UtilityFrame = PortFrame | { readonly type: 'message'; readonly data: unknown; readonly ports: readonly string[] };

const knownOptions = new Set(['serviceName']);

/** Electron's UtilityProcess: a Node process of its own, with `process.parentPort`. */
export class StandInUtility extends EventEmitter {
  private readonly child: ChildProcess;
  private readonly send: (frame: UtilityFrame) => void;
  private readonly bridge;

  constructor(app: StandInApp, module: string, args: readonly string[], options: Readonly<Record<string, unknown>>) {
    super();
    for (const name of Object.keys(options)) if (!knownOptions.has(name)) throw unsupported(`utilityProcess.fork option ${name}`);
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    const child = fork(path.join(import.meta.dirname, 'utilityBoot.ts'), [module, ...args], { serialization: 'advanced', execArgv: [] });
    this.child = child;
    app.utilities.set(child, typeof options['serviceName'] === 'string' ? options['serviceName'] : 'Node Utility Process');
    this.send = (frame) => {
      // An end that just went away is told by `exit`, not by an error of this message.
      if (child.connected) child.send(frame, () => {});
    };
    this.bridge = portBridge(this.send);
    child.on('spawn', () => { this.emit('spawn'); });
    child.on('message', (message) => {
      const frame = message as UtilityFrame;
      if (frame.type === 'message') this.emit('message', frame.data);
      else this.bridge.take(frame);
    });
    child.on('exit', (code, signal) => {
      this.bridge.close();
      app.utilities.delete(child);
      const exitCode = code ?? 1;
      this.emit('exit', exitCode);
      const reason = signal !== null ? 'killed' : 'abnormal-exit';
      if (exitCode !== 0) app.emit('child-process-gone', {}, { type: 'Utility', reason, exitCode, name: options['serviceName'] });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.bridge.carry(transfer.map((port) => port.detach()), (ports) => { this.send({ type: 'message', data, ports }); });
  }

  kill(): boolean {
    return this.child.kill();
  }
}

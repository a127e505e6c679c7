// The process that plays one of Electron's utility processes: `utilityBoot.ts <module> [arguments]`, forked by StandInUtility.
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { portBridge } from './portBridge.ts';
import { MessagePortMain } from './ports.ts';
import { registerElectron } from './register.ts';
import type { UtilityFrame } from './standInUtility.ts';

registerElectron('./noElectron.ts', 'utility');
const send = (frame: UtilityFrame) => {
  if (process.connected) process.send?.(frame, undefined, {}, () => {});
};
const bridge = portBridge(send);
const early: UtilityFrame[] = [];

/** Electron's ParentPort. What comes before somebody listens waits. */
class ParentPort extends EventEmitter {
  postMessage(data: unknown): void {
    send({ type: 'message', data, ports: [] });
  }

  override once(event: string, listener: (...args: never[]) => void): this {
    super.once(event, listener as (...args: unknown[]) => void);
    for (const frame of early.splice(0)) take(frame);
    return this;
  }

  override on(event: string, listener: (...args: never[]) => void): this {
    super.on(event, listener as (...args: unknown[]) => void);
    for (const frame of early.splice(0)) take(frame);
    return this;
  }
}
const parentPort = new ParentPort();

function take(frame: UtilityFrame): void {
  if (frame.type !== 'message') return bridge.take(frame);
  if (parentPort.listenerCount('message') === 0) return void early.push(frame);
  parentPort.emit('message', { data: frame.data, ports: frame.ports.map((port) => new MessagePortMain(bridge.accept(port))) });
}

process.on('message', (frame) => { take(frame as UtilityFrame); });
// Electron ends its utility processes with the app.
process.once('disconnect', () => { process.exit(1); });
Object.defineProperty(process, 'parentPort', { value: parentPort });

const [module, ...args] = process.argv.slice(2);
process.argv.splice(1, process.argv.length, module!, ...args);
await import(pathToFileURL(module!).href);

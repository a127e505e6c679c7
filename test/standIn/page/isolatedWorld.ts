import type { Codec } from './codec.ts';
import type { FromPage, ToPage, WorldNames } from './wire.ts';

/** Globals of the isolated world: the DevTools binding to main, and what main calls. The page's own world has neither. */
interface IsolatedGlobals {
  standInSend(text: string): void;
  standInReceive(text: string): void;
}

type Listener = (event: { readonly ports: readonly MessagePort[] }, ...args: unknown[]) => void;

/**
 * Runs in the isolated world before the preload, as source text. Gives the preload its `require`: a sandboxed preload may require
 * `electron` and next to nothing else. Only what our preload uses is there.
 */
export function isolatedWorld({ pack, unpack }: Codec, names: WorldNames): (name: string) => unknown {
  const world = globalThis as unknown as IsolatedGlobals;
  const say = (message: FromPage) => { world.standInSend(JSON.stringify(message)); };
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<string, MessagePort>();

  /** A real channel of the page: one end for the page, the other one carries over to main. */
  const acceptPort = (port: string): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(port, port1);
    port1.addEventListener('message', ({ data }) => { say({ type: 'portMessage', port, data: pack(data) }); });
    port1.addEventListener('close', () => {
      if (ports.delete(port)) say({ type: 'portClosed', port });
    });
    port1.start();
    return port2;
  };

  world.standInReceive = (text) => {
    const message = JSON.parse(text) as ToPage;
    switch (message.type) {
      case 'message': {
        const event = { sender: ipcRenderer, ports: message.ports.map(acceptPort) };
        const args = unpack(message.args) as unknown[];
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args);
        break;
      }
      case 'portMessage':
        ports.get(message.port)?.postMessage(unpack(message.data));
        break;
      case 'portClosed':
        ports.get(message.port)?.close();
        ports.delete(message.port);
        break;
    }
  };

  const ipcRenderer = {
    send(channel: string, ...args: unknown[]) { say({ type: 'send', channel, args: pack(args) }); },
    on(channel: string, listener: Listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
  };
  const contextBridge = {
    exposeInMainWorld(key: string, value: unknown) {
      if (JSON.stringify(value, (_key, item: unknown) => (typeof item === 'function' ? '\0' : item)).includes('\\u0000')) {
        throw new Error('The Electron stand-in has no functions over contextBridge.');
      }
      window.dispatchEvent(new CustomEvent(names.expose, { detail: { key, value } }));
    },
  };

  window.addEventListener(names.open, (event) => { say({ type: 'open', url: String((event as CustomEvent<unknown>).detail) }); });

  return (name) => {
    if (name === 'electron') return { ipcRenderer, contextBridge };
    throw new Error(`module not found: ${name}`);
  };
}

import { contract, type HostClient } from '../../host/contract/contract.ts';
import type { Capability } from '../../host/contract/app.ts';
import { errorFromData } from '../../flows/kit/errors.ts';
import { connect } from '../../host/rpc/connect.ts';
import type { Port } from '../../host/rpc/contract.ts';
import { messagePort } from '../../host/rpc/ports/messagePort.ts';
import { webSocketPort } from '../../host/rpc/ports/webSocket.ts';

/** What the preload of the desktop shell says of itself; absent in a browser. */
declare global {
  interface Window {
    readonly sluiceHost?: { readonly kind: 'electron' };
  }
}

/** The window's line to its host. Streams and calls go through `client()`; the line may break and come back. */
export interface HostLink {
  client(): HostClient;
  isUp(): boolean;
  /** Hears when the line breaks or is back. Gives the function that ends it. */
  subscribe(listener: () => void): () => void;
  can(capability: Capability): boolean;
  setCapabilities(capabilities: readonly Capability[]): void;
}

/**
 * Opens the line: in the desktop shell over the port that the preload sends, else over the WebSocket of the browser host that served
 * the page. Resolves once there is a port; whether the host answers is for the caller's first call to find out.
 */
export async function connectHost(): Promise<HostLink> {
  const listeners = new Set<() => void>();
  let isUp = true;
  let can: ReadonlySet<Capability> = new Set();
  const join = (port: Port): HostClient =>
    connect(
      contract,
      port,
      (error) => errorFromData(error),
      (up) => {
        isUp = up;
        for (const listener of listeners) listener();
      },
    );
  let client: HostClient;
  if (window.sluiceHost?.kind === 'electron') {
    client = await new Promise((resolve) => {
      // A host that was started again sends a new port; the client is then the new one.
      onPort((port) => {
        client = join(port);
        resolve(client);
      });
    });
  } else {
    client = join(webSocketPort(() => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`)));
  }
  return {
    client: () => client,
    isUp: () => isUp,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    can: (capability) => can.has(capability),
    setCapabilities: (capabilities) => {
      can = new Set(capabilities);
    },
  };
}

function onPort(take: (port: Port) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source === window && port && (event.data as { sluice?: unknown } | null)?.sluice === 'port') take(messagePort(port));
  });
}

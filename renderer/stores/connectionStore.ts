import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostClient } from '../../host/contract/contract.ts';

export type ConnectionInfo = Awaited<ReturnType<HostClient['connections']['list']>>[number];
export type Diagnosis = Awaited<ReturnType<HostClient['connections']['diagnose']>>;
type VaultInfo = Awaited<ReturnType<HostClient['connections']['vault']>>;

/** The ways into orgs that the app knows, without their secrets. */
export interface ConnectionState {
  readonly list: readonly ConnectionInfo[];
  readonly vault: VaultInfo | undefined;
  /** The person is asked for the passphrase of the file of secrets. */
  readonly asksPassphrase: boolean;
  refresh(host: HostClient): Promise<void>;
  /** Asks for the passphrase where the file of secrets is locked. */
  askWhereLocked(host: HostClient): Promise<void>;
  askPassphrase(asks: boolean): void;
}

export type ConnectionStore = StoreApi<ConnectionState>;

export function createConnectionStore(): ConnectionStore {
  return createStore<ConnectionState>((set, get) => ({
    list: [],
    vault: undefined,
    asksPassphrase: false,
    refresh: async (host) => {
      const [list, vault] = await Promise.all([host.connections.list({}), host.connections.vault({})]);
      set({ list, vault });
    },
    askWhereLocked: async (host) => {
      await get().refresh(host);
      if (get().vault?.passphrase === 'enter') set({ asksPassphrase: true });
    },
    askPassphrase: (asksPassphrase) => set({ asksPassphrase }),
  }));
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostClient } from '../../host/contract/contract.ts';

export type ConnectionInfo = Awaited<ReturnType<HostClient['connections']['list']>>[number];
export type Diagnosis = Awaited<ReturnType<HostClient['connections']['diagnose']>>;
type VaultInfo = Awaited<ReturnType<HostClient['connections']['vault']>>;

/** The ways into orgs that the app knows, without their secrets. */
export interface ConnectionState {
  readonly list: readonly ConnectionInfo[];
  readonly vault: VaultInfo | undefined;
  refresh(host: HostClient): Promise<void>;
}

export type ConnectionStore = StoreApi<ConnectionState>;

export function createConnectionStore(): ConnectionStore {
  return createStore<ConnectionState>((set) => ({
    list: [],
    vault: undefined,
    refresh: async (host) => {
      const [list, vault] = await Promise.all([host.connections.list({}), host.connections.vault({})]);
      set({ list, vault });
    },
  }));
}

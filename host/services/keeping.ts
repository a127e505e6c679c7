import { keepingFile } from '../../flows/connections/keepingFile.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import { keptDays, purgeOlder } from '../../flows/engine/trust/purgeOld.ts';
import type { HostHandlers } from '../contract/contract.ts';

interface KeepingOptions {
  readonly dataFolder: string;
  readonly store: Pick<RunStore, 'purge'>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How long runs keep the values of records, and the removal of what they kept. */
export function keepingService({ dataFolder, store, env }: KeepingOptions): HostHandlers['keeping'] {
  const file = keepingFile(dataFolder);
  return {
    read: () => ({ days: keptDays(env, file.read()), isGiven: (env['SLUICE_KEEP_DAYS']?.trim() ?? '') !== '' }),
    async choose({ days }) {
      await file.write(days);
      return {};
    },
    purge: ({ olderThanDays }) => ({ runs: purgeOlder(store, Date.now(), olderThanDays) }),
  };
}

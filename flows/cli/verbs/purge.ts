import { dataFolder } from '../../connections/dataFolder.ts';
import { keepingFile } from '../../connections/keepingFile.ts';
import { keptDays, purgeOlder } from '../../engine/trust/purgeOld.ts';
import { openRuns } from '../openRuns.ts';
import { findRun } from '../findRun.ts';
import { usage } from '../parseArguments.ts';
import type { RunVerb } from '../verbs.ts';
import { counted } from '../words.ts';

/** `sluice purge [RUN] [--older-than DAYS]` */
export const purge: RunVerb = async (given, terminal) => {
  const days = Number(given.value('older-than') ?? keptDays(terminal.env, keepingFile(dataFolder(terminal.env)).read()));
  if (!Number.isFinite(days) || days < 0) throw usage('purge', `--older-than must be a number of days; it is "${given.value('older-than')}".`);
  const { store } = openRuns(terminal, {});
  try {
    const [run] = given.operands;
    const purged = run === undefined ? purgeOlder(store, Date.now(), days) : store.purge({ run: findRun(store, run).run });
    terminal.out(`Removed what ${counted(purged, 'run')} had kept of records.\n`);
    return 0;
  } finally {
    store.close();
  }
};

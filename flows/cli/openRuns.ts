import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { auditLog, type AuditLog } from '../audit/auditLog.ts';
import { dataFolder } from '../connections/dataFolder.ts';
import { auditedStore } from '../engine/auditedRuns.ts';
import { openRunStore, type RunStore } from '../engine/runStore.ts';
import type { Sealer } from '../engine/sealer.ts';
import { keepingFile } from '../connections/keepingFile.ts';
import { purgeOld } from '../engine/trust/purgeOld.ts';
import { AppError } from '../kit/errors.ts';
import type { Definitions } from '../nodes/loadDefinitions.ts';
import type { Terminal } from './terminal.ts';

export interface Runs {
  /** Writes every run into the audit log. */
  readonly store: RunStore;
  readonly audit: AuditLog;
}

/**
 * The runs of the data folder, which is made where it is missing.
 * @param definitions the types of the nodes that runs may have
 * @param sealer what values of records are kept under; without one they are not kept
 */
export function openRuns({ env }: Pick<Terminal, 'env'>, definitions: Definitions, sealer?: Sealer): Runs {
  const folder = dataFolder(env);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('settings', 'dataFolder', { message: `Sluice cannot make its folder ${folder}: ${reason}.`, hint: 'Set SLUICE_HOME to a folder that you may write to.', cause });
  }
  const audit = auditLog(folder);
  const store = auditedStore(openRunStore(join(folder, 'runs.sqlite'), sealer), audit, definitions);
  purgeOld(store, Date.now(), env, keepingFile(folder).read());
  return { audit, store };
}

import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { auditedConnectionStore } from '../../flows/audit/auditedConnectionStore.ts';
import { auditLog } from '../../flows/audit/auditLog.ts';
import { openConnections } from '../../flows/connections/connections.ts';
import { salesforceSessions } from '../../flows/connectors/salesforce/auth/salesforceSessions.ts';
import { auditedStore } from '../../flows/engine/auditedRuns.ts';
import type { EngineProcess } from '../../flows/engine/engineProcess.ts';
import { localExecutor } from '../../flows/engine/executors/local.ts';
import type { ResolveConnection } from '../../flows/engine/runRequest.ts';
import { openRunStore } from '../../flows/engine/runStore.ts';
import { keepingFile } from '../../flows/connections/keepingFile.ts';
import { purgeOld } from '../../flows/engine/trust/purgeOld.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { appService } from './app.ts';
import { changesService } from './changes.ts';
import { connectionsService } from './connections.ts';
import { flowVersions } from './flowVersions.ts';
import { flowFiles } from './flowFiles.ts';
import { hostSealing } from './hostSealing.ts';
import { keepingService } from './keeping.ts';
import { lookupsService } from './lookups.ts';
import { previewsService } from './previews.ts';
import { runsService } from './runs.ts';
import type { Shell } from './shell.ts';
import { trustService } from './trust.ts';

interface HostOptions {
  /** Absolute path; made when it is missing. */
  readonly dataFolder: string;
  /** The flows that ship with the app. */
  readonly templatesFolder: string;
  /** What the surroundings can do for the person. */
  readonly shell: Shell;
  /** Starts the engine in a process of its own, where serveEngine runs. */
  readonly launchEngine: () => EngineProcess;
  /** Of the app. */
  readonly version: string;
}

export interface Host {
  /** To be served to any number of windows. */
  readonly handlers: HostHandlers;
  /** Cancels the runs, ends the engines and the demo org if it was started here. */
  close(): Promise<void>;
}

/** The application behind the window: everything it can ask, over one data folder. */
export async function createHost({ dataFolder, templatesFolder, shell, launchEngine, version }: HostOptions): Promise<Host> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const audit = auditLog(dataFolder);
  const connections = auditedConnectionStore(openConnections({ dataFolder, startOrg, sessions: salesforceSessions }), audit);
  const resolveConnection: ResolveConnection = (name, refused) => connections.resolve(name, refused);
  const sealing = hostSealing(() => connections.sealKey());
  const store = auditedStore(openRunStore(join(dataFolder, 'runs.sqlite'), sealing.now), audit, definitions);
  store.interruptDeadRuns();
  purgeOld(store, Date.now(), process.env, keepingFile(dataFolder).read());
  const executor = localExecutor({ launch: launchEngine, store, resolveConnection, sealKey: sealing.key });

  return {
    handlers: {
      app: appService({ dataFolder, version, shell, demoOrgUrl: () => connections.demoOrgUrl() }),
      flows: flowFiles({ dataFolder, templatesFolder, definitions }),
      versions: flowVersions({ dataFolder, definitions }),
      runs: runsService(executor, store, sealing.open, definitions),
      changes: changesService({ dataFolder, executor, store, openSealer: sealing.open, definitions, loadRuntime, resolveConnection }),
      trust: trustService({ dataFolder, executor, store, openSealer: sealing.open, definitions, loadRuntime, resolveConnection }),
      keeping: keepingService({ dataFolder, store, env: process.env }),
      connections: connectionsService({ connections, shell, home: homedir() }),
      lookups: lookupsService({ definitions, loadRuntime, resolveConnection }),
      previews: previewsService({ definitions, loadRuntime, resolveConnection }),
    },
    async close() {
      await executor.close();
      await connections.close();
      store.close();
    },
  };
}

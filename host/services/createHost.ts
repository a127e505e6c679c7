import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { openConnections } from '../../flows/connections/connections.ts';
import { salesforceSessions } from '../../flows/connectors/salesforce/auth/salesforceSessions.ts';
import type { EngineProcess } from '../../flows/engine/engineProcess.ts';
import { localExecutor } from '../../flows/engine/executors/local.ts';
import type { ResolveConnection } from '../../flows/engine/runRequest.ts';
import { openRunStore } from '../../flows/engine/runStore.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { appService } from './app.ts';
import { connectionsService } from './connections.ts';
import { flowFiles } from './flowFiles.ts';
import { lookupsService } from './lookups.ts';
import { runsService } from './runs.ts';
import type { Shell } from './shell.ts';

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
  const connections = openConnections({ dataFolder, startOrg, sessions: salesforceSessions });
  const resolveConnection: ResolveConnection = (name, refused) => connections.resolve(name, refused);
  const store = openRunStore(join(dataFolder, 'runs.sqlite'));
  store.interruptDeadRuns();
  const executor = localExecutor({ launch: launchEngine, store, resolveConnection });

  return {
    handlers: {
      app: appService({ dataFolder, version, shell, demoOrgUrl: () => connections.demoOrgUrl() }),
      flows: flowFiles({ dataFolder, templatesFolder, definitions }),
      runs: runsService(executor, store),
      connections: connectionsService({ connections, shell, home: homedir() }),
      lookups: lookupsService({ definitions, loadRuntime, resolveConnection }),
    },
    async close() {
      await executor.close();
      await connections.close();
      store.close();
    },
  };
}

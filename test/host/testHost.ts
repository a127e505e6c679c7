import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveEngine, type EngineProcess } from '../../flows/engine/engineProcess.ts';
import { formatVersion, type FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';
import { createHost, type Host } from '../../host/services/createHost.ts';
import type { Shell } from '../../host/services/shell.ts';

export interface TestHost {
  readonly host: Host;
  readonly folder: string;
  readonly dataFolder: string;
  readonly templatesFolder: string;
  end(): Promise<void>;
}

/** A flow that copies a CSV file. */
export const copyRows: FlowDocument = {
  sluice: formatVersion,
  name: 'Copy rows',
  description: 'Copies people.csv to copy.csv.',
  parameters: {},
  nodes: {
    read: { type: 'csvRead', version: definitions['csvRead']!.version, settings: { file: 'people.csv' } },
    write: { type: 'csvWrite', version: definitions['csvWrite']!.version, settings: { file: 'copy.csv' } },
  },
  edges: [{ from: 'read.out', to: 'write.in' }],
  layout: { read: { x: 0, y: 0 }, write: { x: 240, y: 0 } },
};

export const people = 'Name,City\nAnn,Aarhus\nBo,Bergen\nCy,Córdoba\n';

/**
 * The real host over a data folder of its own, with one template, `copyRows`. The engine runs in this process, behind the same messages;
 * webMain.test.ts has it in a process of its own.
 */
export async function openTestHost(shell: Shell = { capabilities: [] }): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  const dataFolder = join(folder, 'data');
  const templatesFolder = join(folder, 'templates');
  await mkdir(join(templatesFolder, 'copyRows'), { recursive: true });
  await writeFile(join(templatesFolder, 'copyRows', 'flow.json'), JSON.stringify(copyRows));
  await writeFile(join(templatesFolder, 'copyRows', 'people.csv'), people);
  const host = await createHost({ dataFolder, templatesFolder, shell, launchEngine: engineHere, version: '1.2.3' });
  const end = async () => {
    await host.close();
    await rm(folder, { recursive: true });
  };
  return { host, folder, dataFolder, templatesFolder, end };
}

function engineHere(): EngineProcess {
  let toEngine: (message: unknown) => void = () => {};
  let toParent: (message: unknown) => void = () => {};
  let onClose = () => {};
  let onExit: (code: number | null) => void = () => {};
  const later = (take: () => (message: unknown) => void) => (message: unknown) => {
    const copy = structuredClone(message);
    setImmediate(() => take()(copy));
  };
  serveEngine(
    { post: later(() => toParent), onMessage: (take) => (toEngine = take), onClose: (take) => (onClose = take) },
    {
      definitions,
      loadRuntime,
      exit: (code) => {
        const tell = onExit;
        onExit = () => {};
        tell(code);
      },
    },
  );
  return { post: later(() => toEngine), onMessage: (take) => (toParent = take), onExit: (take) => (onExit = take), kill: () => onClose() };
}

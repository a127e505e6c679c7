import { randomBytes } from 'node:crypto';
import type { FinishedEvent } from '../engine/events.ts';
import type { RunRequest } from '../engine/runRequest.ts';
import { sealerOf } from '../engine/sealerOf.ts';
import { errorFromData } from '../kit/errors.ts';
import { loadDefinitions, type Definitions } from '../nodes/loadDefinitions.ts';
import { loadRuntime } from '../nodes/runtimes.ts';
import { openRuns, type Runs } from './openRuns.ts';
import { pairs } from './pairs.ts';
import type { Arguments } from './parseArguments.ts';
import { printError } from './printProblems.ts';
import { runConnections, type RunConnections } from './runConnections.ts';
import { endCode, runHere } from './runHere.ts';
import type { Terminal } from './terminal.ts';

/** What verbs that run something have in hand. */
export interface Here {
  readonly runs: Runs;
  readonly connections: RunConnections;
  /** All node types: a stored run may have any. */
  readonly definitions: Definitions;
}

/**
 * Opens the runs and connections of this machine for some work, and closes them after it. Where there is no key, what is kept is sealed under
 * one that ends with this process: a plan can be shown and saved, and nothing readable stays behind.
 */
export async function withRuns<T>(verb: string, given: Arguments, terminal: Terminal, work: (here: Here) => Promise<T>, isKeyNeeded = true): Promise<T> {
  const connections = runConnections(pairs(verb, given, 'connection'), terminal.env);
  try {
    const definitions = await loadDefinitions();
    const { sealer } = await connections.openSealer();
    const runs = openRuns(terminal, definitions, sealer ?? (isKeyNeeded ? undefined : { ...sealerOf(randomBytes(32)), isTemporary: true }));
    return await work({ runs, connections, definitions }).finally(() => runs.store.close());
  } finally {
    await connections.close();
  }
}

/** Runs a request, says how it went and what went wrong, and gives the last event and the exit code. */
export async function carryOut(request: RunRequest, { runs, connections, definitions }: Here, given: Arguments, terminal: Terminal): Promise<{ finished: FinishedEvent; code: number }> {
  const finished = await runHere(request, { runs, connections, definitions, loadRuntime }, given, terminal);
  if (finished.error && finished.error.kind !== 'cancelled') printError(terminal, errorFromData(finished.error));
  return { finished, code: endCode(finished) };
}

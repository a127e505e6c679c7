import type { HostClient } from '../../host/contract/contract.ts';
import { isDirty } from '../stores/flowStore.ts';
import { readJournal } from './journal.ts';
import { showBrokenRun } from './runFlow.ts';
import { words } from '../words/words.ts';
import type { Workbench } from './workbench.ts';

type Opened = Awaited<ReturnType<HostClient['flows']['open']>>;

const firstTemplate = 'cleanLeads';

/** Opens what `ask` gives, unless the person keeps what is not saved. */
export async function openFlow(workbench: Workbench, ask: (host: HostClient) => Promise<Opened>): Promise<boolean> {
  const { flow, run, selection, trust, link } = workbench;
  const state = flow.getState();
  if (isDirty(state) && !window.confirm(words.open.discard(state.document.name))) return false;
  const opened = await ask(link.client());
  run.getState().clear();
  selection.getState().clear();
  trust.getState().showTrace(undefined);
  flow.getState().open(opened.path, opened.document);
  const preferences = await link.client().app.preferences({});
  const unsaved = readJournal(preferences, opened.path);
  if (unsaved && JSON.stringify(unsaved.document) !== JSON.stringify(opened.document)) flow.getState().offer(unsaved);
  await link.client().app.setPreference({ key: 'lastFlow', value: opened.path });
  // Not waited for: the flow is open. A history that cannot be read is told where it is asked for.
  void showBrokenRun(workbench).catch(() => {});
  return true;
}

/** What the window shows first: the flow that was open last, else the demo flow; never an empty canvas. */
export async function openFirstFlow(workbench: Workbench, lastFlow: unknown): Promise<void> {
  await openFlow(workbench, async (host) => {
    if (typeof lastFlow !== 'string') return host.flows.openTemplate({ id: firstTemplate });
    // The file may have been moved or broken since; the demo flow is better than nothing.
    return host.flows.open({ path: lastFlow }).catch(() => host.flows.openTemplate({ id: firstTemplate }));
  });
}

export async function newFlow(workbench: Workbench): Promise<void> {
  await openFlow(workbench, (host) => host.flows.create({ name: words.open.newName }));
}

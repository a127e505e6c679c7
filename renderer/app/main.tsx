import './jitless.ts';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@xyflow/react/dist/style.css';
import './tokens.css';
import './base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppError } from '../../flows/kit/errors.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { createConnectionStore } from '../stores/connectionStore.ts';
import { createFlowStore } from '../stores/flowStore.ts';
import { createRunStore } from '../stores/runStore.ts';
import { createSelectionStore } from '../stores/selectionStore.ts';
import { createTrustStore } from '../stores/trustStore.ts';
import { watchCalls } from '../calls/watchCalls.ts';
import { watchDrift } from '../trust/watchDrift.ts';
import { App } from './App.tsx';
import { BootScreen } from './BootScreen.tsx';
import { connectHost } from './connectHost.ts';
import { greetHost } from './greetHost.ts';
import { keepJournal } from './journal.ts';
import { notifyError } from './notify.ts';
import { openFirstFlow } from './openFlow.ts';
import { cssVariables, theme } from './theme.ts';
import type { ThemeChoice } from './useTheme.ts';
import { watchClock } from './watchClock.ts';
import { watchFindings } from './watchFindings.ts';
import { watchStale } from './watchStale.ts';
import { WorkbenchProvider, type Workbench } from './workbench.ts';

const root = createRoot(document.getElementById('root')!);

function render(content: ReactNode, colorScheme: ThemeChoice): void {
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme={colorScheme}>
        {content}
        <Notifications position="bottom-center" limit={3} />
      </MantineProvider>
    </StrictMode>,
  );
}

async function start(): Promise<void> {
  const link = await connectHost();
  const preferences = await greetHost(link);
  const workbench: Workbench = {
    link,
    definitions,
    flow: createFlowStore(() => performance.now()),
    selection: createSelectionStore(),
    run: createRunStore(),
    connections: createConnectionStore(),
    trust: createTrustStore(),
    canvas: { current: undefined },
    clipboard: { text: '' },
  };
  await openFirstFlow(workbench, preferences['lastFlow']);
  watchFindings(workbench.flow, definitions);
  keepJournal(workbench);
  watchCalls(workbench);
  watchDrift(workbench);
  watchStale(workbench);
  watchClock(workbench.run);
  workbench.connections.getState().refresh(link.client()).catch(notifyError);
  const choice = preferences['theme'];
  render(
    <WorkbenchProvider value={workbench}>
      <App />
    </WorkbenchProvider>,
    choice === 'light' || choice === 'dark' ? choice : 'auto',
  );
}

// What an edit refuses is told wherever it was asked for.
window.addEventListener('error', (event) => {
  if (!(event.error instanceof AppError)) return;
  event.preventDefault();
  notifyError(event.error);
});

render(<BootScreen />, 'auto');
start().catch((error: unknown) => render(<BootScreen error={error} />, 'auto'));

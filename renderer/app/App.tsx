import { useMediaQuery } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { createElement, useEffect, type ReactNode } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { ConnectDialog } from '../canvas/ConnectDialog.tsx';
import { CommandPalette } from '../commands/CommandPalette.tsx';
import { ShortcutSheet } from '../commands/ShortcutSheet.tsx';
import { useKeyboard } from '../commands/useKeyboard.ts';
import { ConnectionsDialog, UseMyOrgDialog } from '../connections/ConnectionsDialog.tsx';
import { PassphraseDialog } from '../connections/PassphraseDialog.tsx';
import { OpenDialog } from '../flowFiles/OpenDialog.tsx';
import { FindDialog } from '../find/FindDialog.tsx';
import { HandOverDialog } from '../handOver/HandOverDialog.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { KeepingDialog } from '../keeping/KeepingDialog.tsx';
import { MoveDialog } from '../outline/MoveDialog.tsx';
import { SidePane } from '../outline/SidePane.tsx';
import { QuickAdd } from '../palette/QuickAdd.tsx';
import { ParametersDialog } from '../parameters/ParametersDialog.tsx';
import { RunPanel } from '../runPanel/RunPanel.tsx';
import type { Dialog, Side } from '../stores/selectionStore.ts';
import { AuditDialog } from '../trust/AuditDialog.tsx';
import { ProofDialog } from '../trust/ProofDialog.tsx';
import { QuestionDialog } from '../trust/QuestionDialog.tsx';
import { VersionsDialog } from '../versions/VersionsDialog.tsx';
import { useProduction } from '../org/useProduction.ts';
import styles from './App.module.css';
import { JournalBanner } from './JournalBanner.tsx';
import { LinkBanner } from './LinkBanner.tsx';
import { NarrowBody } from './NarrowBody.tsx';
import { TopBar } from './TopBar.tsx';
import { useUnsavedWarning } from './useUnsavedWarning.ts';
import { useSelection } from './workbench.ts';

const dialogs: Record<Dialog, typeof QuickAdd> = {
  commands: CommandPalette,
  shortcuts: ShortcutSheet,
  connections: ConnectionsDialog,
  useMyOrg: UseMyOrgDialog,
  open: OpenDialog,
  quickAdd: QuickAdd,
  connect: ConnectDialog,
  parameters: ParametersDialog,
  move: MoveDialog,
  find: FindDialog,
  versions: VersionsDialog,
  audit: AuditDialog,
  handOver: HandOverDialog,
  keeping: KeepingDialog,
};
/** Less than the least of the three parts beside each other. */
const narrow = '(max-width: 819px)';
const tabsPx = 37;
const tallPart = '54%';

/** The window: top bar, palette, canvas over run panel, inspector. */
export function App() {
  useKeyboard();
  useUnsavedWarning();
  const dialog = useSelection((state) => state.dialog);
  const isNarrow = useMediaQuery(narrow);
  const isProduction = useProduction().length > 0;
  const showDialog = useSelection((state) => state.showDialog);
  return (
    <ReactFlowProvider>
      <div className={styles['window']} data-production={isProduction}>
        <TopBar />
        <LinkBanner />
        <JournalBanner />
        {isNarrow ? (
          <NarrowBody flow={<FlowAndRun />} side={<SidePane />} settings={<Inspector />} />
        ) : (
          <Group orientation="horizontal" className={styles['body']}>
            <SidePanel side="palette" size={240} least={200} most={400}>
              <SidePane />
            </SidePanel>
            <Separator className={styles['separator']} />
            <Panel minSize={320}>
              <FlowAndRun />
            </Panel>
            <Separator className={styles['separator']} />
            <SidePanel side="inspector" size={328} least={280} most={640}>
              <Inspector />
            </SidePanel>
          </Group>
        )}
      </div>
      <QuestionDialog />
      <ProofDialog />
      {dialog ? createElement(dialogs[dialog], { onClose: () => showDialog(undefined) }) : null}
      <PassphraseDialog />
    </ReactFlowProvider>
  );
}

/** The canvas over the run panel. */
function FlowAndRun() {
  return (
    <Group orientation="vertical">
      <Panel minSize={160}>
        <main className={styles['main']} tabIndex={-1}>
          <Canvas />
        </main>
      </Panel>
      <Separator className={styles['separator']} />
      <SidePanel side="runPanel" size={296} least={120} collapsed={tabsPx}>
        <RunPanel />
      </SidePanel>
    </Group>
  );
}

interface SideProps {
  readonly side: Side;
  /** All in px. */
  readonly size: number;
  readonly least: number;
  readonly most?: number;
  readonly collapsed?: number;
  readonly children: ReactNode;
}

/** A panel that can be hidden by a command as well as by its edge; both say so to the store. */
function SidePanel({ side, size, least, most, collapsed = 0, children }: SideProps) {
  const panel = usePanelRef();
  const isHidden = useSelection((state) => state.hidden.has(side));
  const setHidden = useSelection((state) => state.setHidden);
  const isTall = useSelection((state) => side === 'runPanel' && state.isTall);
  useEffect(() => {
    if (!isHidden) panel.current?.resize(isTall ? tallPart : size);
  }, [isTall, isHidden, size, panel]);
  useEffect(() => {
    if (isHidden) panel.current?.collapse();
    else panel.current?.expand();
  }, [isHidden, panel]);
  return (
    <Panel
      panelRef={panel}
      defaultSize={size}
      minSize={least}
      maxSize={most}
      collapsible
      collapsedSize={collapsed}
      groupResizeBehavior="preserve-pixel-size"
      onResize={(now) => setHidden(side, now.inPixels <= collapsed + 1)}
    >
      {isHidden && collapsed === 0 ? null : children}
    </Panel>
  );
}

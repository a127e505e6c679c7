import { ChevronDown, ChevronUp, Maximize2, Minimize2 } from 'lucide-react';
import { useFlow, useRun, useSelection, useTrust } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import type { PanelTab } from '../stores/selectionStore.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { LogList } from './LogList.tsx';
import { NodesTable } from './NodesTable.tsx';
import { ProblemsList } from './ProblemsList.tsx';
import { Results } from './Results.tsx';
import { RunBanner } from './RunBanner.tsx';
import { RunHistory } from './RunHistory.tsx';
import { ChangesTab } from '../trust/ChangesTab.tsx';
import { LineageTab } from '../trust/LineageTab.tsx';
import { RunActions } from '../trust/RunActions.tsx';
import styles from './RunPanel.module.css';

const tabs: readonly PanelTab[] = ['results', 'changes', 'lineage', 'nodes', 'problems', 'log', 'history'];
const bodies = { results: Results, changes: ChangesTab, lineage: LineageTab, nodes: NodesTable, problems: ProblemsList, log: LogList, history: RunHistory };

/** The bottom: what the run does and did, and what is wrong with the flow. */
export function RunPanel() {
  const tab = useSelection((state) => state.tab);
  const isHidden = useSelection((state) => state.hidden.has('runPanel'));
  const showTab = useSelection((state) => state.showTab);
  const setHidden = useSelection((state) => state.setHidden);
  const problems = useFlow((state) => state.findings.problems.length);
  const hasErrors = useFlow((state) => state.findings.problems.some((problem) => problem.severity === 'error'));
  const warnings = useRun((state) => state.log.filter((line) => line.level !== 'info').length);
  const hasTrace = useTrust((state) => state.trace !== undefined);
  const isTall = useSelection((state) => state.isTall);
  const setTall = useSelection((state) => state.setTall);
  const badges: Partial<Record<PanelTab, number>> = { problems, log: warnings };
  const Body = bodies[tab];
  return (
    <section className={styles['panel']} aria-label={words.panel.label} data-testid="run-panel">
      <header className={styles['tabs']}>
        <Tabs
          label={words.panel.label}
          tabs={tabs.filter((id) => id !== 'lineage' || hasTrace).map((id) => ({ id, title: id === 'changes' || id === 'lineage' ? words.trust[id].tab : words.panel[id], badge: badges[id], isBad: id === 'problems' && hasErrors }))}
          active={tab}
          controls="run-panel-body"
          onPick={showTab}
        />
        <span className={styles['tools']}>
        <IconButton
          label={isTall ? words.trust.changes.isTall : words.trust.changes.isLow}
          shortcut="J"
          icon={isTall ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
          onClick={() => setTall(!isTall)}
        />
        <IconButton
          label={isHidden ? words.panel.show : words.panel.hide}
          icon={isHidden ? <ChevronUp size={16} /> : <ChevronDown size={16} />}
          onClick={() => setHidden('runPanel', !isHidden)}
        />
        </span>
      </header>
      <RunBanner />
      <RunActions />
      <div role="tabpanel" id="run-panel-body" aria-labelledby={`tab-${tab}`} className={styles['body']}>
        <Body />
      </div>
    </section>
  );
}

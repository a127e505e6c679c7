import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Command as CommandIcon, FolderOpen, History, ListChecks, MonitorCog, Moon, Play, Plug, Redo2, Save, Square, Sun, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { commandOf } from '../commands/commands.ts';
import { isRunning } from '../stores/runStore.ts';
import { LimitsGauge } from '../org/LimitsGauge.tsx';
import { ProductionSign } from '../org/ProductionSign.tsx';
import { useWritesToOrg } from '../org/useWritesToOrg.ts';
import { usePlanOnShow } from '../trust/planOnShow.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Shortcut } from '../ui/Shortcut.tsx';
import { FlowName } from './FlowName.tsx';
import { Mark } from './Mark.tsx';
import { RunState } from './RunState.tsx';
import styles from './TopBar.module.css';
import { useTheme, type ThemeChoice } from './useTheme.ts';
import { useConnections, useFlow, useRun, useSelection, useWorkbench } from './workbench.ts';
import { words } from '../words/words.ts';

/** The top: which flow this is, and what is done with it. */
export function TopBar() {
  return (
    <section className={styles['bar']} aria-label={words.top.label}>
      <Mark />
      <FlowName />
      <div className={styles['group']} role="toolbar" aria-label={words.top.toolbar}>
        <CommandButton id="open" icon={<FolderOpen size={18} />} />
        <CommandButton id="save" icon={<Save size={18} />} />
        <CommandButton id="versions" icon={<History size={18} />} />
        <span className={styles['rule']} />
        <CommandButton id="undo" icon={<Undo2 size={18} />} />
        <CommandButton id="redo" icon={<Redo2 size={18} />} />
      </div>
      <div className={styles['right']}>
        <ProductionSign />
        <LimitsGauge />
        <RunState />
        <PlanButton />
        <RunButton />
        <span className={styles['rule']} />
        <UseMyOrg />
        <CommandButton id="connections" icon={<Plug size={18} />} />
        <CommandButton id="commands" icon={<CommandIcon size={18} />} />
        <ThemeSwitch />
      </div>
    </section>
  );
}

/** A command as a button. It looks again at whether the command can be run when anything it could depend on has changed. */
function CommandButton({ id, icon }: { readonly id: string; readonly icon: ReactNode }) {
  const workbench = useWorkbench();
  useFlow((state) => state.undoStack);
  useFlow((state) => state.savedMark);
  useSelection((state) => state.nodes);
  const command = commandOf(id);
  return (
    <IconButton
      label={command.title}
      shortcut={command.shortcuts?.[0]}
      icon={icon}
      disabled={!(command.when?.(workbench) ?? true)}
      onClick={() => command.run(workbench)}
    />
  );
}

/**
 * Shows what would be written, and writes nothing. Where the flow writes to an org it is the one thing to press, and glows until something has
 * run; what writes is Apply, beside what the plan shows.
 */
function PlanButton() {
  const workbench = useWorkbench();
  const isLive = useRun(isRunning);
  const isFresh = useRun((state) => state.phase === 'idle');
  const isFirst = useWritesToOrg();
  const isShown = usePlanOnShow() !== undefined;
  const command = commandOf('plan');
  if (isFirst && isLive) return null;
  return (
    <Tooltip
      label={
        <>
          {command.title} <Shortcut keys={command.shortcuts![0]!} />
        </>
      }
    >
      <Button
        size="compact-md"
        className={styles['run']}
        data-glow={isFresh && isFirst}
        variant={isFirst && !isShown ? 'filled' : 'default'}
        data-testid="plan"
        disabled={isLive}
        leftSection={<ListChecks size={14} />}
        rightSection={isFirst && !isShown ? <Shortcut keys={commandOf('run').shortcuts![0]!} /> : null}
        onClick={() => command.run(workbench)}
      >
        {words.trust.plan.button}
      </Button>
    </Tooltip>
  );
}

/** Run, or Cancel while something runs; it glows until something has run. Not there where the flow writes to an org: such a flow is applied. */
function RunButton() {
  const workbench = useWorkbench();
  const isLive = useRun(isRunning);
  const isFresh = useRun((state) => state.phase === 'idle');
  const isPlannedFirst = useWritesToOrg();
  const command = commandOf(isLive ? 'cancelRun' : 'run');
  if (isPlannedFirst && !isLive) return null;
  return (
    <Button
      size="compact-md"
      className={styles['run']}
      data-glow={isFresh}
      data-testid={isLive ? 'cancel' : 'run'}
      variant={isLive ? 'default' : 'filled'}
      leftSection={isLive ? <Square size={14} fill="currentColor" /> : <Play size={14} fill="currentColor" />}
      rightSection={<Shortcut keys={command.shortcuts![0]!} />}
      onClick={() => command.run(workbench)}
    >
      {isLive ? words.cancel : words.top.run}
    </Button>
  );
}

/** The way from the demo to an org of one's own; gone once there is one. */
function UseMyOrg() {
  const workbench = useWorkbench();
  const hasOwn = useConnections((state) => state.list.some(({ environment }) => environment !== 'demo'));
  const isKnown = useConnections((state) => state.list.length > 0);
  const command = commandOf('useMyOrg');
  if (hasOwn || !isKnown) return null;
  return (
    <Button size="compact-sm" variant="subtle" className={styles['mine']} onClick={() => command.run(workbench)}>
      {command.title}
    </Button>
  );
}

const themeIcons: Record<ThemeChoice, ReactNode> = { light: <Sun size={18} />, dark: <Moon size={18} />, auto: <MonitorCog size={18} /> };
const themeWords: Record<ThemeChoice, string> = { light: words.top.themeLight, dark: words.top.themeDark, auto: words.top.themeAuto };

function ThemeSwitch() {
  const { choice, choose } = useTheme();
  return (
    <Menu position="bottom-end" width={176}>
      <Menu.Target>
        <ActionIcon aria-label={words.top.theme} title={words.top.theme}>
          {themeIcons[choice]}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['auto', 'light', 'dark'] as const).map((one) => (
          <Menu.Item key={one} leftSection={themeIcons[one]} aria-current={one === choice} fw={one === choice ? 600 : 400} onClick={() => choose(one)}>
            {themeWords[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { newFlow } from '../app/openFlow.ts';
import { orNotify } from '../app/notify.ts';
import { backToNow, bringBack, cancelRun, startRun } from '../app/runFlow.ts';
import { saveFlow } from '../app/saveFlow.ts';
import type { Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { addNote, groupSelected, pickedGroups, toggleCollapse, ungroupSelected } from '../annotations/annotate.ts';
import { calledFile, openCalled } from '../calls/openCalled.ts';
import { alignments } from '../canvas/alignNodes.ts';
import { alignSelected, arrangeFlow } from '../canvas/arrange.ts';
import { duplicateSelected, pasteNodes, removeSelected } from '../canvas/useClipboard.ts';
import { addAfter, canAddAfter, canMoveOnEdge, goToOutline, pickedNode } from '../outline/outlineActions.ts';
import { isDirty, isOfThen } from '../stores/flowStore.ts';
import { applyShown } from '../trust/changeRuns.ts';
import { noteFields } from '../trust/noteFields.ts';
import { planOnShow } from '../trust/planOnShow.ts';
import { isRunning } from '../stores/runStore.ts';
import type { Dialog, PanelTab, Side } from '../stores/selectionStore.ts';

export type CommandGroup = keyof typeof words.commands.groups;

/** Something the person can ask for. Toolbar, command palette, keyboard, shortcut sheet and menus read this list and no other. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /** Written as in shortcut.ts. The first is the one that is shown. */
  readonly shortcuts?: readonly string[];
  /** The browser brings the keys itself, as a copy or paste event: the keyboard must leave them alone. */
  readonly isByEvent?: boolean;
  /** Works while a text field has the focus. */
  readonly worksInFields?: boolean;
  /** Missing: always. */
  readonly when?: (workbench: Workbench) => boolean;
  readonly run: (workbench: Workbench) => void;
}

const hasNodes = ({ selection }: Workbench): boolean => selection.getState().nodes.size > 0;
const hasPick = (workbench: Workbench): boolean => hasNodes(workbench) || workbench.selection.getState().edge !== undefined;
const hasSeveral = ({ flow }: Workbench): boolean => Object.keys(flow.getState().document.nodes).length > 1;
const running = ({ run }: Workbench): boolean => isRunning(run.getState());
/** A command that changes the flow: there is none while the flow of a past run is on show. */
const changing = (command: Command): Command => ({ ...command, when: (workbench) => !isOfThen(workbench.flow.getState()) && (command.when?.(workbench) ?? true) });
const toggle =
  (side: Side) =>
  ({ selection }: Workbench): void =>
    selection.getState().setHidden(side, !selection.getState().hidden.has(side));
const tab =
  (name: PanelTab) =>
  ({ selection }: Workbench): void =>
    selection.getState().showTab(name);
const dialog =
  (name: Dialog) =>
  ({ selection }: Workbench): void =>
    selection.getState().showDialog(name);
/** Fires the document's own copy or cut event, which useClipboard answers. */
const clipboardEvent = (name: 'copy' | 'cut') => (): void => void document.execCommand(name);

const titles = words.commands;

export const commands: readonly Command[] = [
  {
    id: 'run',
    title: titles.run,
    group: 'run',
    shortcuts: ['Mod+Enter'],
    worksInFields: true,
    when: (workbench) => !running(workbench) && planOnShow(workbench) === undefined,
    run: (workbench) => orNotify(startRun(workbench)),
  },
  {
    id: 'apply',
    title: titles.apply,
    group: 'run',
    shortcuts: ['Mod+Enter'],
    worksInFields: true,
    when: (workbench) => planOnShow(workbench) !== undefined,
    run: (workbench) => orNotify(applyShown(workbench)),
  },
  {
    id: 'plan',
    title: titles.plan,
    group: 'run',
    shortcuts: ['Mod+Shift+Enter'],
    worksInFields: true,
    when: (workbench) => !running(workbench),
    run: (workbench) => orNotify(startRun(workbench, undefined, 'plan')),
  },
  {
    id: 'planToHere',
    title: titles.planToHere,
    group: 'run',
    shortcuts: ['P'],
    // The flow as it stands may have no such node.
    when: (workbench) => !running(workbench) && pickedNode(workbench) !== undefined && !isOfThen(workbench.flow.getState()),
    run: (workbench) => orNotify(startRun(workbench, undefined, 'plan', pickedNode(workbench))),
  },
  {
    id: 'cancelRun',
    title: titles.stop,
    group: 'run',
    shortcuts: ['Mod+.'],
    worksInFields: true,
    when: running,
    run: (workbench) => orNotify(cancelRun(workbench)),
  },

  { id: 'newFlow', title: titles.newFlow, group: 'flow', run: (workbench) => orNotify(newFlow(workbench)) },
  { id: 'open', title: titles.open, group: 'flow', shortcuts: ['Mod+O'], worksInFields: true, run: dialog('open') },
  {
    id: 'save',
    title: titles.save,
    group: 'flow',
    shortcuts: ['Mod+S'],
    worksInFields: true,
    when: ({ flow }) => isDirty(flow.getState()),
    run: (workbench) => orNotify(saveFlow(workbench)),
  },

  {
    id: 'openCalled',
    title: titles.openCalled,
    group: 'flow',
    when: (workbench) => calledFile(workbench, pickedNode(workbench)) !== undefined,
    run: (workbench) => orNotify(openCalled(workbench, pickedNode(workbench)!)),
  },
  { id: 'handOver', title: titles.handOver, group: 'flow', run: dialog('handOver') },
  { id: 'versions', title: titles.versions, group: 'flow', shortcuts: ['V'], run: dialog('versions') },

  changing({
    id: 'undo',
    title: titles.undo,
    group: 'edit',
    shortcuts: ['Mod+Z'],
    when: ({ flow }) => flow.getState().undoStack.past.length > 0,
    run: ({ flow }) => flow.getState().undo(),
  }),
  changing({
    id: 'redo',
    title: titles.redo,
    group: 'edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    when: ({ flow }) => flow.getState().undoStack.future.length > 0,
    run: ({ flow }) => flow.getState().redo(),
  }),
  changing({ id: 'cut', title: titles.cut, group: 'edit', shortcuts: ['Mod+X'], isByEvent: true, when: hasNodes, run: clipboardEvent('cut') }),
  { id: 'copy', title: titles.copy, group: 'edit', shortcuts: ['Mod+C'], isByEvent: true, when: hasNodes, run: clipboardEvent('copy') },
  changing({
    id: 'paste',
    title: titles.paste,
    group: 'edit',
    shortcuts: ['Mod+V'],
    isByEvent: true,
    when: ({ clipboard }) => clipboard.text !== '',
    run: (workbench) => pasteNodes(workbench, workbench.clipboard.text),
  }),
  changing({ id: 'duplicate', title: titles.duplicate, group: 'edit', shortcuts: ['Mod+D'], when: hasNodes, run: duplicateSelected }),
  changing({ id: 'delete', title: titles.delete, group: 'edit', shortcuts: ['Delete', 'Backspace'], when: hasPick, run: removeSelected }),
  {
    id: 'selectAll',
    title: titles.selectAll,
    group: 'edit',
    shortcuts: ['Mod+A'],
    run: ({ flow, selection }) => selection.getState().selectNodes(Object.keys(flow.getState().document.nodes)),
  },
  changing({
    id: 'quickAdd',
    title: titles.quickAdd,
    group: 'edit',
    shortcuts: ['/'],
    run: ({ selection, canvas }) => selection.getState().showQuickAdd({ at: canvas.current?.pointer() }),
  }),
  changing({ id: 'addAfter', title: titles.addAfter, group: 'edit', shortcuts: ['A'], when: canAddAfter, run: addAfter }),
  changing({ id: 'moveOnEdge', title: titles.moveOnEdge, group: 'edit', shortcuts: ['M'], when: canMoveOnEdge, run: dialog('move') }),
  changing({
    id: 'insert',
    title: titles.insert,
    group: 'edit',
    shortcuts: ['I'],
    when: ({ selection }) => selection.getState().edge !== undefined,
    run: ({ selection }) => selection.getState().showQuickAdd({ onEdge: selection.getState().edge }),
  }),
  changing({
    id: 'connect',
    title: titles.connectTo,
    group: 'edit',
    shortcuts: ['C'],
    when: ({ selection }) => selection.getState().nodes.size === 1,
    run: dialog('connect'),
  }),

  changing({ id: 'group', title: titles.group, group: 'edit', shortcuts: ['Mod+G'], when: hasNodes, run: groupSelected }),
  changing({ id: 'ungroup', title: titles.ungroup, group: 'edit', shortcuts: ['Mod+Shift+G'], when: (workbench) => pickedGroups(workbench).length > 0, run: ungroupSelected }),
  changing({ id: 'collapse', title: titles.collapse, group: 'edit', shortcuts: ['E'], when: (workbench) => pickedGroups(workbench).length > 0, run: toggleCollapse }),
  changing({ id: 'addNote', title: titles.addNote, group: 'edit', shortcuts: ['N'], run: addNote }),
  { id: 'find', title: titles.find, group: 'edit', shortcuts: ['Mod+F'], worksInFields: true, run: dialog('find') },

  changing({
    id: 'arrange',
    title: titles.arrange,
    group: 'edit',
    shortcuts: ['L'],
    when: hasSeveral,
    run: (workbench) => orNotify(arrangeFlow(workbench, 'layered')),
  }),
  changing({
    id: 'arrangeQuickly',
    title: titles.arrangeQuickly,
    group: 'edit',
    shortcuts: ['Shift+L'],
    when: hasSeveral,
    run: (workbench) => orNotify(arrangeFlow(workbench, 'quick')),
  }),
  ...alignments.map((how) =>
    changing({
      id: `align.${how}`,
      title: titles.align[how],
      group: 'edit',
      when: ({ selection }) => selection.getState().nodes.size > (how === 'across' || how === 'down' ? 2 : 1),
      run: (workbench) => orNotify(alignSelected(workbench, how)),
    }),
  ),

  { id: 'snap', title: titles.snap, group: 'view', shortcuts: ['G'], run: ({ selection }) => selection.getState().setSnaps(!selection.getState().snaps) },
  { id: 'fit', title: titles.fit, group: 'view', shortcuts: ['F'], run: ({ canvas }) => canvas.current?.fit() },
  {
    id: 'fitPicked',
    title: titles.fitPicked,
    group: 'view',
    shortcuts: ['Shift+F'],
    when: hasNodes,
    run: ({ canvas, selection }) => canvas.current?.fit([...selection.getState().nodes]),
  },
  { id: 'zoomIn', title: titles.zoomIn, group: 'view', shortcuts: ['+', '='], run: ({ canvas }) => canvas.current?.zoom('in') },
  { id: 'zoomOut', title: titles.zoomOut, group: 'view', shortcuts: ['-'], run: ({ canvas }) => canvas.current?.zoom('out') },
  { id: 'outline', title: titles.outline, group: 'view', shortcuts: ['O'], run: goToOutline },
  { id: 'palette', title: titles.palette, group: 'view', shortcuts: ['Mod+B'], run: toggle('palette') },
  { id: 'inspector', title: titles.inspector, group: 'view', shortcuts: ['Mod+I'], run: toggle('inspector') },
  { id: 'runPanel', title: titles.runPanel, group: 'view', shortcuts: ['Mod+J'], run: toggle('runPanel') },
  { id: 'tallPanel', title: titles.tallPanel, group: 'view', shortcuts: ['J'], run: ({ selection }) => selection.getState().setTall(!selection.getState().isTall) },
  { id: 'changes', title: titles.changes, group: 'view', run: tab('changes') },
  { id: 'results', title: titles.results, group: 'view', run: tab('results') },
  { id: 'nodes', title: titles.nodes, group: 'view', run: tab('nodes') },
  { id: 'problems', title: titles.problems, group: 'view', run: tab('problems') },
  { id: 'history', title: titles.history, group: 'view', shortcuts: ['H'], run: tab('history') },
  {
    id: 'bringBack',
    title: titles.bringBack,
    group: 'run',
    when: ({ flow }) => isOfThen(flow.getState()),
    run: bringBack,
  },
  {
    id: 'backToNow',
    title: titles.backToNow,
    group: 'run',
    shortcuts: ['Escape'],
    when: ({ run }) => run.getState().past !== undefined,
    run: (workbench) => orNotify(backToNow(workbench)),
  },
  { id: 'log', title: titles.log, group: 'view', run: tab('log') },

  changing({
    id: 'acceptDrift',
    title: titles.acceptDrift,
    group: 'flow',
    when: ({ flow }) => flow.getState().drift.length > 0,
    run: (workbench) => orNotify(noteFields(workbench)),
  }),
  { id: 'keeping', title: titles.keeping, group: 'app', run: dialog('keeping') },
  { id: 'audit', title: titles.audit, group: 'app', run: dialog('audit') },
  { id: 'useMyOrg', title: titles.useMyOrg, group: 'app', run: dialog('useMyOrg') },
  { id: 'connections', title: titles.connections, group: 'app', run: dialog('connections') },
  { id: 'commands', title: titles.commandPalette, group: 'app', shortcuts: ['Mod+K'], worksInFields: true, run: dialog('commands') },
  { id: 'shortcuts', title: titles.shortcutSheet, group: 'app', shortcuts: ['?'], run: dialog('shortcuts') },
];

/** The command of an id. Throws when there is none: a misspelt id is a fault of ours. */
export function commandOf(id: string): Command {
  const command = commands.find((one) => one.id === id);
  if (!command) throw new Error(`There is no command "${id}".`);
  return command;
}

import { plural } from './format.ts';

/** The canvas, the palette and the outline. A part of the one catalogue in words.ts. */
export const canvasWords = {
  palette: {
    title: 'Add',
    search: 'Search node types',
    drag: (title: string) => `${title}. Drag it to the canvas, or press Enter to add it.`,
    upsert: (object: string) => `Upsert ${object}`,
    looksLike: (columns: readonly string[]) => `The columns look like it: ${columns.slice(0, 3).join(', ')}${columns.length > 3 ? '…' : ''}`,
    nothing: (text: string) => `No node type matches “${text}”.`,
    nothingHint: 'Try a system, such as “csv” or “salesforce”, or a verb, such as “filter”.',
  },

  outline: {
    side: 'Left side',
    title: 'Outline',
    label: 'Nodes in the order rows go',
    actions: 'With the picked node',
    emptyHint: 'Press / to search for a source.',
    feeder: (title: string, isRejected: boolean) => (isRejected ? `${title}, rejected` : title),
    from: (feeders: readonly string[]) => (feeders.length === 0 ? 'Begins here' : `From ${feeders.join(' and ')}`),
    item: (title: string, kind: string, from: string, problems: number) =>
      `${title}, ${kind}. ${from}.${problems === 0 ? '' : ` ${plural(problems, 'problem', 'problems')}.`}`,
    moveTo: 'Move the node between…',
    between: (from: string, to: string) => `${from} → ${to}`,
    nowhere: 'There is no edge it can stand on.',
  },

  canvas: {
    label: 'Canvas',
    empty: 'This flow is empty',
    emptyHint: 'Drop a file here, drag a source from the left, or double-click to search for one.',
    quickAdd: 'Add a node',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit the flow',
    arranging: 'Arranging the flow. Close this note to leave it as it is.',
    minimap: 'Overview of the flow',
    node: (title: string, kind: string, state: string | undefined) => `${title}, ${kind}${state ? `, ${state}` : ''}`,
    edge: (from: string, to: string) => `Rows from ${from} to ${to}`,
    unknownType: (type: string) => `There is no node type “${type}” in this version.`,
    cycle: 'A flow cannot go in a circle.',
    occupied: 'This port has an edge already.',
    connectTo: 'Connect the node to…',
    connection: (port: string, node: string) => `${port} → ${node}`,
    nothingToConnect: 'No port is free for the rows of this node.',
    setUp: 'Not set up yet',
  },

  find: {
    search: 'Find in the flow: names, settings, columns, notes',
    nothing: (text: string) => `Nothing in this flow has “${text}”.`,
    setting: (field: string, node: string) => `${field} of ${node}`,
    column: (node: string) => `Column of ${node}`,
    group: 'Group',
  },

  drop: {
    unknown: (name: string) => `No source reads files like “${name}”.`,
    unknownHint: (endings: string) => `Files can end in: ${endings}.`,
    copying: (name: string) => `Copying “${name}” beside the flow…`,
  },

  kinds: { source: 'source', transform: 'transform', sink: 'sink' },

  states: { waiting: 'waiting', running: 'running', done: 'done', failed: 'stopped by an error', stopped: 'stopped', stale: 'older than the flow', staleHint: 'The flow has changed since this run. Preview or run it again.' },

  counts: {
    in: 'in',
    out: 'out',
    written: 'written',
    unchanged: 'unchanged',
    dropped: 'dropped',
    rejected: 'rejected',
    showRejected: 'Show the rejected rows and why',
    inToOut: 'Rows in → rows out',
  },
} as const;

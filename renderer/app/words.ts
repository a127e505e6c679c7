import { commandWords } from './commandWords.ts';

const numbers = new Intl.NumberFormat('en-US');

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  return numbers.format(count);
}

/** `850` → `0.9 s`; `75000` → `1 min 15 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `2026-11-22T17:05:00Z` → `Nov 22, 5:05 PM`, in the time zone of the window. */
export function formatTime(iso: string): string {
  return times.format(new Date(iso));
}

const times = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

const plural = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** Every word of the window, so that it can be translated in one place. Node types bring their own words in their definitions. */
export const words = {
  appName: 'Sluice',
  cancel: 'Cancel',
  close: 'Close',
  remove: 'Remove',

  top: {
    flowName: 'Name of the flow',
    unsaved: 'Not saved yet',
    saved: 'Saved',
    run: 'Run',
    stop: 'Stop',
    label: 'Top bar',
    toolbar: 'Flow',
    themeLight: 'Light',
    themeDark: 'Dark',
    themeAuto: 'Like the system',
    theme: 'Light or dark',
  },

  link: {
    connecting: 'Starting…',
    lost: 'The connection to Sluice is lost. Trying again…',
    lostHint: 'Your edits are safe in this window. Do not close it before the connection is back.',
    refused: 'Sluice was started again and does not know this window.',
    newAddress: 'Open the new address it printed. Edits made before the connection was lost are offered there.',
    refusedHint: 'Start Sluice again and open the address it prints.',
    protocol: (window: number, host: number) => `This window speaks version ${window} of the protocol and the app speaks version ${host}. Reload the window.`,
  },

  journal: {
    found: (at: string) => `This flow has edits of ${at} that were not saved.`,
    restore: 'Restore them',
    discard: 'Discard',
  },

  palette: {
    title: 'Add',
    search: 'Search node types',
    drag: (title: string) => `${title}. Drag it to the canvas, or press Enter to add it.`,
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
    emptyHint: 'Drag a source from the left, or double-click here to search for one.',
    quickAdd: 'Add a node',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit the flow',
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

  kinds: { source: 'source', transform: 'transform', sink: 'sink' },
  states: { waiting: 'waiting', running: 'running', done: 'done', failed: 'stopped by an error' },

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

  inspector: {
    title: 'Settings',
    nodeTitle: 'Name',
    note: 'Note',
    notePlaceholder: 'Why this step is here',
    more: 'More settings',
    required: 'required',
    flowDescription: 'Description',
    flowDescriptionPlaceholder: 'What this flow is for',
    flowFile: 'File',
    flowHint: 'Click a node to see its settings, or an edge to see its rows.',
    several: (count: number) => plural(count, 'node is selected', 'nodes are selected'),
    severalHint: 'Move, copy, duplicate or delete them together.',
    align: 'Align and distribute',
    edge: 'Edge',
    edgeColumns: (count: number) => plural(count, 'column', 'columns'),
    edgeUnknown: 'The columns are known after the first run.',
    noColumns: 'Connect an edge into this node, and its columns can be picked here.',
    formulaResult: (type: string) => `gives ${type}`,
    formulaPlaceholder: 'For example: LOWER(Email)',
    suggestions: 'Columns and functions',
    addColumn: 'Add a column',
    addEntry: 'Add an entry',
    addAll: 'Add all columns',
    targetColumn: 'Column',
    formula: 'Formula',
    moveUp: 'Move up',
    moveDown: 'Move down',
    readColumns: 'Read columns',
    readingColumns: 'Reading…',
    noColumnTypes: 'All columns are read as they come, as text.',
    columnsPlaceholder: 'All columns',
    browse: 'Browse…',
    searchChoices: 'Search',
    noChoices: 'Nothing matches.',
    loadingChoices: 'Asking…',
    newConnection: 'New connection…',
    pickConnection: 'Pick a connection',
    typeNames: { text: 'text', number: 'number', boolean: 'true/false', date: 'date', datetime: 'date and time', time: 'time' },
  },

  parameters: {
    title: 'Parameters',
    hint: 'Values that are asked for at the run. A setting uses one by {{name}}.',
    none: 'No parameters. Add one for what differs from run to run, such as a file or a date.',
    add: 'Add a parameter',
    newName: (index: number) => `parameter${index === 1 ? '' : index}`,
    name: 'Name',
    type: 'Type',
    types: { text: 'text', number: 'number', boolean: 'true/false' },
    default: 'Default',
    noDefault: 'Asked at the run',
    description: 'Description',
    badName: 'A name begins with a letter and has only letters and digits.',
    takenName: (name: string) => `There is a parameter “${name}” already.`,
    notANumber: (text: string) => `“${text}” is not a number.`,
    missing: 'A value is needed.',
    values: { true: 'true', false: 'false' },
    askTitle: 'Values for this run',
    askHint: 'They are used for this run alone and are not saved with the flow.',
    run: 'Run with these values',
  },

  panel: {
    label: 'Run panel',
    results: 'Results',
    nodes: 'Nodes',
    problems: 'Problems',
    log: 'Log',
    history: 'History',
    hide: 'Hide the panel',
    show: 'Show the panel',
    notRun: 'Nothing has run yet',
    notRunHint: 'Press Run, then click an edge to see the rows that go over it.',
    pickEdge: 'Pick an edge',
    pickEdgeHint: 'Click an edge on the canvas to see the rows that went over it.',
    noRows: 'No row went over this edge',
    waitingForRows: 'Rows will show here as soon as they arrive.',
    sampleOf: (kept: number, total: number) => (kept < total ? `First ${formatCount(kept)} of ${plural(total, 'row', 'rows')}` : plural(total, 'row', 'rows')),
    blank: 'blank',
    noProblems: 'No problems',
    noProblemsHint: 'The flow can run.',
    noLog: 'The log is empty',
    noLogHint: 'What nodes say while they run shows here.',
    showNode: 'Show the node',
    grid: 'Rows of the edge',
    columnNode: 'Node',
    columnState: 'State',
    apiCalls: 'API calls',
    retries: 'retries',
    unhandled: (count: number) => `${plural(count, 'rejected row was', 'rejected rows were')} taken by no edge.`,
    unhandledHint: 'Connect the rejected port to a file to keep them.',
  },

  history: {
    label: 'Past runs of this flow',
    none: 'This flow has not run yet',
    noneHint: 'Every run is kept here, with its counts and its rows.',
    started: 'Started',
    state: 'State',
    took: 'Took',
    read: 'Read',
    states: { running: 'running', succeeded: 'finished', failed: 'stopped by an error', cancelled: 'cancelled', interrupted: 'interrupted' },
    open: (at: string) => `Show the run of ${at}`,
    showing: (at: string) => `You are looking at the run of ${at}.`,
    showingHint: 'Counts and rows are of then; the flow is as it is now.',
    wait: 'Past runs can be opened once the run has ended.',
  },

  grid: {
    find: 'Find in the rows',
    only: (column: string, value: string) => `${column}: ${value}`,
    found: (some: string, all: string) => `${some} of ${all} kept rows`,
    copyRows: 'Copy rows',
    copyRecord: 'Copy',
    record: (number: number) => `Row ${formatCount(number)}`,
    previous: 'The row before',
    next: 'The next row',
    sortBy: (column: string) => `Sort by ${column}`,
    profileOf: (column: string) => `What ${column} holds`,
    counts: (distinct: number, empty: number) => `${formatCount(distinct)} distinct${empty > 0 ? `, ${formatCount(empty)} empty` : ''}`,
    range: (least: string, greatest: string) => `${least} – ${greatest}`,
    most: (value: string, count: number) => (count > 1 ? `${value} (${formatCount(count)})` : value),
    allEmpty: 'all empty',
    type: 'Type',
    empty: 'Empty',
    distinct: 'Distinct',
    least: 'Least',
    greatest: 'Greatest',
    topHint: 'Most frequent; click one to see its rows',
    causes: 'Why rows were rejected',
    keys: 'Arrow keys move, with Alt they resize the column. S sorts, Enter opens the row.',
  },

  run: {
    idle: 'Ready',
    starting: 'Starting…',
    running: (elapsed: string) => `Running, ${elapsed}`,
    succeeded: (elapsed: string) => `Finished in ${elapsed}`,
    failed: 'Stopped by an error',
    cancelled: 'Cancelled',
    interrupted: 'Interrupted: the engine ended without a word',
    blocked: (count: number) => `${plural(count, 'problem has', 'problems have')} to be solved before this flow can run.`,
  },

  connections: {
    title: 'Connections',
    add: 'New connection',
    name: 'Name',
    nameHint: 'Flows use this name. Letters and digits, such as “acme”.',
    environments: { production: 'Production', sandbox: 'Sandbox', scratch: 'Scratch org', demo: 'Demo org' },
    instanceUrl: 'Address of the org',
    accessToken: 'Access token',
    accessTokenHint: 'A session id or OAuth access token. It is kept as a secret and never shown again.',
    save: 'Save',
    check: 'Check',
    findings: 'What the check found',
    severities: { good: 'Good', warning: 'Warning', error: 'Blocked' },
    setupPage: (title: string) => `Open Setup: ${title}`,
    setupPlace: (title: string) => `It is changed in Setup, on the page ${title}.`,
    builtIn: 'Built in',
    vault: (place: string) => `Secrets are kept in ${place}.`,
    nameTaken: (name: string) => `There is a connection “${name}” already; it will be replaced.`,
    ways: {
      demo: { title: 'Demo org', help: 'Made-up data on this machine. It is there already.' },
      browser: { title: 'Sign in with the browser', help: 'Your password stays between you and Salesforce.' },
      sf: { title: 'Use an org that the sf command knows', help: 'Takes over its sign-in.' },
      token: { title: 'Access token', help: 'For a try: it ends after some hours.' },
    },
    place: 'Where you sign in',
    places: { production: 'Production or Developer Edition', sandbox: 'Sandbox', myDomain: 'My Domain, or another address' },
    domain: 'Address of the org',
    domainHint: 'The name of the My Domain, or any address of the org.',
    clientId: 'Client id',
    clientIdHint:
      'The consumer key of an External Client App in your org, with the callback URL http://localhost:1717/OauthRedirect. The demo org needs none.',
    signIn: 'Sign in',
    signInAgain: 'Sign in again',
    opened: 'The sign-in is open in your browser. This window goes on when you are back.',
    toOpen: 'Open this address in a browser and sign in. This window goes on when you are back.',
    openAddress: 'Open the sign-in',
    copyAddress: 'Copy the address',
    copied: 'Copied',
    cancelled: 'The sign-in was cancelled.',
    sfConsent: 'Sluice reads the files in which the sf command keeps its sign-ins, and copies the one you choose into its own vault. It changes nothing there.',
    sfLook: 'Show its orgs',
    sfNone: 'The sf command is not signed in to any org on this machine. Sign in with the browser instead.',
    sfOrg: 'Org',
    sfAdopt: 'Use this org',
  },

  open: {
    title: 'Open a flow',
    templates: 'Templates',
    recent: 'Opened lately',
    noRecent: 'Flows you open show here.',
    browse: 'Open a file…',
    newFlow: 'New flow',
    newName: 'Untitled flow',
    discard: (name: string) => `“${name}” has changes that are not saved. Open another flow and lose them?`,
  },

  commands: commandWords,

  notices: {
    copied: (count: number) => `Copied ${plural(count, 'node', 'nodes')}.`,
    notAFlow: 'The clipboard has no nodes of a flow.',
  },
} as const;

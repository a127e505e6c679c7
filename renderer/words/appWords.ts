import { plural } from './format.ts';

/** The frame of the window: top bar, connection to the host, opening and saving flows. A part of the one catalogue in words.ts. */
export const appWords = {
  top: {
    flowName: 'Name of the flow',
    unsaved: 'Not saved yet',
    saved: 'Saved',
    run: 'Run',
    label: 'Top bar',
    toolbar: 'Flow',
    themeLight: 'Light',
    themeDark: 'Dark',
    themeAuto: 'Like the system',
    theme: 'Light or dark',
  },

  narrow: {
    label: 'Parts of the window',
    parts: { flow: 'Flow', side: 'Nodes', settings: 'Settings' },
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

  notices: {
    copied: (count: number) => `Copied ${plural(count, 'node', 'nodes')}.`,
    notAFlow: 'The clipboard has no nodes of a flow.',
  },
} as const;

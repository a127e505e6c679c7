import type { Arguments, Option } from './parseArguments.ts';
import type { Terminal } from './terminal.ts';

/** What a verb does; gives the exit code. */
export type RunVerb = (given: Arguments, terminal: Terminal) => Promise<number>;

/** A verb as the command line and the help know it. Its code is loaded when it is asked for, so that starting costs little. */
export interface Verb {
  readonly name: string;
  /** Operands as the help writes them. */
  readonly operands: string;
  readonly summary: string;
  readonly options: readonly Option[];
  readonly notes?: readonly string[];
  load(): Promise<RunVerb>;
}

const json: Option = { name: 'json', help: 'Write JSON for other programs and nothing else on stdout.' };

export const verbs: readonly Verb[] = [
  {
    name: 'run',
    operands: 'FILE',
    summary: 'Runs a flow.',
    options: [
      { name: 'param', value: 'name=value', isMany: true, help: 'Gives a parameter of the flow its value.' },
      { name: 'connection', value: 'name=other', isMany: true, help: 'Uses another connection for one the flow names, or the demo org at a URL: demo=http://127.0.0.1:4455.' },
      { ...json, help: 'Write what the run says as JSON, one event to a line, and nothing else on stdout.' },
      { name: 'quiet', help: 'Say nothing but what went wrong.' },
    ],
    notes: [
      'Ends with 0 when all went well, 2 when the flow must be changed, 3 when rows were rejected that nothing takes,',
      '4 when a service refused, 130 when it was cancelled (Ctrl-C; twice: at once), 70 on a fault in Sluice.',
      'SLUICE_<NAME>_INSTANCE_URL and SLUICE_<NAME>_ACCESS_TOKEN in the environment give a connection where no secrets are kept.',
    ],
    load: async () => (await import('./verbs/run.ts')).run,
  },
  {
    name: 'check',
    operands: 'FILE',
    summary: 'Checks a flow without running it: no files, no orgs, no secrets.',
    options: [json],
    notes: ['Ends with 0 when the flow can run, with 2 when it must be changed.'],
    load: async () => (await import('./verbs/check.ts')).check,
  },
  {
    name: 'nodes',
    operands: '[TYPE]',
    summary: 'Lists the node types, or tells everything about one.',
    options: [json],
    load: async () => (await import('./verbs/nodes.ts')).nodes,
  },
  {
    name: 'org',
    operands: 'start',
    summary: 'Starts the demo org, a Salesforce-compatible org on this machine.',
    options: [
      { name: 'port', value: 'number', help: 'Where it listens; 4455 when not given, 0 for any free one.' },
      { name: 'data', value: 'FILE', help: "Where its records are kept; in Sluice's own folder when not given. :memory: forgets them at the end." },
    ],
    load: async () => (await import('./verbs/org.ts')).org,
  },
  {
    name: 'help',
    operands: '[VERB]',
    summary: 'Shows this, or how a verb is used.',
    options: [],
    load: async () => (await import('./verbs/help.ts')).help,
  },
  {
    name: 'version',
    operands: '',
    summary: 'Shows the version.',
    options: [],
    load: async () => (await import('./verbs/version.ts')).version,
  },
];

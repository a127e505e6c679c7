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
      'Where no secrets are kept, the environment gives connections: "sluice help connect" lists the variables.',
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
    name: 'connect',
    operands: 'NAME',
    summary: 'Makes a connection to a Salesforce org, checks it or removes it.',
    options: [
      { name: 'login-url', value: 'WHERE', help: 'production (when not given), sandbox, the name of a My Domain, or an address of the org.' },
      { name: 'client-id', value: 'KEY', help: 'The consumer key of an External Client App of the org. The demo org needs none.' },
      { name: 'jwt-key', value: 'FILE', help: 'Signs in with an RSA private key (PEM), for pipelines; with --username and --client-id.' },
      { name: 'username', value: 'NAME', help: 'The user that --jwt-key signs in.' },
      { name: 'client-secret-file', value: 'FILE', help: "Signs in as the app's own user with the consumer secret in FILE (client credentials); with --client-id." },
      { name: 'access-token-file', value: 'FILE', help: 'Uses the access token in FILE as long as it lasts; with --login-url.' },
      { name: 'sf', value: 'USER', help: 'Takes over the sign-in that the sf command has for this user name or alias. Its files are only read.' },
      { name: 'check', help: 'Changes nothing: says whether the connection works, and what blocks it.' },
      { name: 'remove', help: 'Removes the connection and its secrets.' },
      { ...json, help: "Write what the check found as JSON, and nothing else on stdout." },
    ],
    notes: [
      'Without one of these ways the browser signs in: callback URL of the app http://localhost:1717/OauthRedirect.',
      'Ends with 0 when the connection works and with 4 when something blocks it.',
      '',
      'Where no secrets are kept, the environment gives connections. <NAME> is the name in capitals, with _ for -:',
      '  SLUICE_<NAME>_INSTANCE_URL and SLUICE_<NAME>_ACCESS_TOKEN, or',
      '  SLUICE_<NAME>_CLIENT_ID with SLUICE_<NAME>_CLIENT_SECRET, or with SLUICE_<NAME>_REFRESH_TOKEN, or with',
      '  SLUICE_<NAME>_USERNAME and SLUICE_<NAME>_JWT_KEY (PEM) or SLUICE_<NAME>_JWT_KEY_FILE;',
      '  SLUICE_<NAME>_LOGIN_URL (https://login.salesforce.com unless given), SLUICE_<NAME>_API_VERSION,',
      '  SLUICE_<NAME>_ENVIRONMENT (production, sandbox, scratch or demo; production unless given).',
    ],
    load: async () => (await import('./verbs/connect.ts')).connect,
  },
  {
    name: 'connections',
    operands: '',
    summary: 'Lists the connections, without their secrets.',
    options: [json],
    load: async () => (await import('./verbs/connections.ts')).connections,
  },
  {
    name: 'org',
    operands: 'WORD',
    summary: 'The demo org, a Salesforce-compatible org on this machine: start, status, stop, reset, login-url, faults.',
    options: [
      { name: 'port', value: 'number', help: 'Where it listens; 4455 when not given, 0 for any free one. With other words than start: the running org that is meant.' },
      { name: 'data', value: 'FILE', help: "Where its records are kept; in Sluice's own folder when not given. :memory: forgets them at the end." },
      { name: 'seed', value: 'FILE', isMany: true, help: 'start: adds objects, fields, rows and Apex REST handlers of your own when the org is made.' },
      { name: 'https', help: 'start: listens with TLS too, on the next port, with a certificate it makes itself.' },
      { name: 'reset', help: 'start: removes the records first, so that the org is made anew.' },
      {
        name: 'add',
        value: '"KIND name=value…"',
        isMany: true,
        help: 'faults: what is to go wrong, as "status status=503 times=2 path=/query", "lock share=0.2 seed=7", "cut afterBytes=100" or "expireTokens".',
      },
      { name: 'clear', help: 'faults: heals everything first.' },
      { ...json, help: 'status: write JSON and nothing else on stdout.' },
    ],
    notes: [
      'start runs until Ctrl-C or "sluice org stop". status tells where it runs and what it holds, and ends with 4 where none runs.',
      'reset stops it and removes its records. login-url prints the address that apps log in at. faults lists, adds and heals what is to go wrong.',
      'Without --port the words after start mean the org behind the connection "demo".',
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

import { conflictOptions } from './conflictOptions.ts';
import { memoryOption } from './memoryOption.ts';
import { writeOptions } from './writeOptions.ts';
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

const connectionOption: Option = { name: 'connection', value: 'name=other', isMany: true, help: 'Uses another connection for one the flow names, or the demo org at a URL: demo=http://127.0.0.1:4455.' };
const runOptions: readonly Option[] = [{ name: 'param', value: 'name=value', isMany: true, help: 'Gives a parameter of the flow its value.' }, connectionOption];
const eventsHelp = 'Write what the run says as JSON, one event to a line, and nothing else on stdout.';

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
      ...writeOptions,
      memoryOption,
    ],
    notes: [
      'Ends with 0 when all went well, 2 when the flow must be changed, 3 when rows were rejected that nothing takes,',
      '4 when a service refused, 130 when it was cancelled (Ctrl-C; twice: at once), 70 on a fault in Sluice.',
      'Where no secrets are kept, the environment gives connections: "sluice help connect" lists the variables.',
    ],
    load: async () => (await import('./verbs/run.ts')).run,
  },
  {
    name: 'plan',
    operands: 'FILE',
    summary: 'Says exactly what a flow would change, row by row, and changes nothing.',
    options: [
      { name: 'out', short: 'o', value: 'PLAN', help: 'Keeps the plan in this file too. It holds values of records.' },
      ...runOptions,
      { ...json, help: 'Write the plan without its rows as JSON, and nothing else on stdout.' },
      { name: 'quiet', help: 'Say nothing but what went wrong.' },
    ],
    notes: ['Ends with 0 when there is nothing to do, with 10 when there are changes; else as "sluice run" does.'],
    load: async () => (await import('./verbs/plan.ts')).plan,
  },
  {
    name: 'apply',
    operands: 'PLAN',
    summary: 'Writes exactly what a plan says: a file, or the id of a plan.',
    options: [connectionOption, ...writeOptions, { ...json, help: eventsHelp }, { name: 'quiet', help: 'Say nothing but what went wrong.' }],
    notes: ['Rows whose record or input changed since the plan was made are held back and listed as rejected; then it ends with 3.'],
    load: async () => (await import('./verbs/apply.ts')).apply,
  },
  {
    name: 'resume',
    operands: 'RUN',
    summary: 'Goes on with a run that broke off: looks up what was under way, then writes the rest.',
    options: [connectionOption, ...writeOptions, { ...json, help: eventsHelp }, { name: 'quiet', help: 'Say nothing but what went wrong.' }],
    notes: ['RUN is the id of a run, or its first letters. Ends as "sluice run" does.'],
    load: async () => (await import('./verbs/resume.ts')).resume,
  },
  {
    name: 'undo',
    operands: 'RUN',
    summary: 'Takes back what a run wrote, where nobody changed it since.',
    options: [
      { name: 'dry-run', help: 'Says what would be taken back, and what is in conflict, and changes nothing.' },
      { name: 'out', short: 'o', value: 'FILE', help: 'With --dry-run: writes the conflicts as CSV, with a column "Choice" to be filled in and given back by --choices.' },
      ...conflictOptions,
      connectionOption,
      ...writeOptions,
      { ...json, help: eventsHelp },
      { name: 'quiet', help: 'Say nothing but what went wrong.' },
    ],
    notes: [
      'Restores the fields that were changed, deletes the records that were made, takes out of the recycle bin what was deleted.',
      'An undo is a run of its own: it can be resumed, proved and undone. Conflicts are listed with the value before, ours, and the value now.',
    ],
    load: async () => (await import('./verbs/undo.ts')).undo,
  },
  {
    name: 'proof',
    operands: 'RUN',
    summary: 'Accounts for every row of a run, and counts again in the org what it wrote.',
    options: [
      { name: 'format', value: 'md|html|json', help: 'Markdown when not given.' },
      { name: 'out', short: 'o', value: 'FILE', help: 'Where the report is written; stdout when not given.' },
      { name: 'no-org', help: 'Asks no org: only what the run itself has kept.' },
      connectionOption,
    ],
    notes: ['RUN is the id of a run, or its first letters. Ends with 0 when everything is as it was written, with 3 when something is not.'],
    load: async () => (await import('./verbs/proof.ts')).proof,
  },
  {
    name: 'purge',
    operands: '[RUN]',
    summary: 'Removes the values of records that runs have kept: before-images, samples, rejected rows. Counts stay.',
    options: [{ name: 'older-than', value: 'DAYS', help: 'Of all runs older than so many days; 30, or SLUICE_KEEP_DAYS, when neither this nor a run is given.' }],
    notes: ['So old runs are purged without being asked, too, whenever Sluice starts: SLUICE_KEEP_DAYS in the environment says how many days are kept.', 'What has been purged cannot be undone, nor its rejected rows taken again.'],
    load: async () => (await import('./verbs/purge.ts')).purge,
  },
  {
    name: 'retry',
    operands: 'RUN',
    summary: 'Takes the rejected rows of a run again, through the flow as it is now.',
    options: [
      { name: 'rejected', help: 'The rows that were rejected; there are no others to take.' },
      { name: 'flow', value: 'FILE', help: 'The flow to use; the file of the run when not given.' },
      { name: 'code', value: 'CODE', isMany: true, help: 'Only rows that were rejected with this code, as "sluice retry RUN --list" shows them.' },
      { name: 'list', help: 'Runs nothing: says what was rejected, why, and what would help.' },
      { name: 'param', value: 'name=value', isMany: true, help: 'Gives a parameter another value than the run had.' },
      { name: 'connection', value: 'name=other', isMany: true, help: 'Uses another connection for one the flow names, or the demo org at a URL.' },
      ...writeOptions,
      { ...json, help: 'Write what the run says as JSON, one event to a line, and nothing else on stdout.' },
      { name: 'quiet', help: 'Say nothing but what went wrong.' },
    ],
    notes: [
      'RUN is the id of a run, or its first letters. The rows go in where they went into the node that rejected them, as they were then:',
      'what stands between that node and the one before it is done to them, what comes earlier is not done again.',
      'Ends as "sluice run" does.',
    ],
    load: async () => (await import('./verbs/retry.ts')).retry,
  },
  {
    name: 'trace',
    operands: 'RUN [EDGE] [ROW]',
    summary: 'Follows a row of a run: what it came from, and what each node made of it.',
    options: [
      { name: 'record', value: 'ID', help: 'In place of EDGE and ROW: the row that this record was written from, by its Id or key.' },
      { name: 'connection', value: 'name=other', isMany: true, help: 'Uses another connection for one the flow names, or the demo org at a URL.' },
      { ...json, help: 'Write the rows as JSON and nothing else on stdout.' },
    ],
    notes: [
      'EDGE is where the row is, as node.port ("filter.out", "write.rejected"), or a node: of a source its rows, of another the rows that come into it.',
      'ROW counts from 1. The flow is gone through again as it was then, without its sinks; where its inputs have changed since, this says so.',
    ],
    load: async () => (await import('./verbs/trace.ts')).trace,
  },
  {
    name: 'audit',
    operands: '[WORD]',
    summary: 'Who ran what with which connection, and what it changed: list, or verify that no line was altered.',
    options: [
      { name: 'run', value: 'RUN', help: 'list: only what has to do with this run.' },
      { name: 'last', value: 'N', help: 'list: so many lines; 50 when not given.' },
      { name: 'expect', value: 'HASH', help: 'verify: the hash of a line, noted before; the log must still hold it.' },
      { ...json, help: 'Write JSON and nothing else on stdout.' },
    ],
    notes: [
      'verify names every line that was altered, removed, moved or added, and ends with 3 where there is one. It prints the hash of the last line:',
      'keep it where nobody who may write this folder can, and give it to --expect later; then a log that was written anew as a whole is found too.',
    ],
    load: async () => (await import('./verbs/audit.ts')).audit,
  },
  {
    name: 'check',
    operands: 'FILE',
    summary: 'Checks a flow without running it: no files, no orgs and no secrets unless --org asks for them.',
    options: [
      { name: 'org', help: 'Also asks the orgs whether the fields the flow uses are as they were noted.' },
      { name: 'record', help: 'Notes them: writes FILE.fields.json beside the flow, to be kept with it.' },
      { name: 'connection', value: 'name=other', isMany: true, help: 'With --org: uses another connection for one the flow names, or the demo org at a URL.' },
      { name: 'param', value: 'name=value', isMany: true, help: 'With --org: gives a parameter of the flow its value.' },
      json,
    ],
    notes: ['Ends with 0 when the flow can run, also with warnings; with 2 when it must be changed.'],
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
      { name: 'flow', value: 'FILE', help: 'With --check: says which rights the user lacks for this flow, and which it does not need.' },
      { name: 'param', value: 'name=value', isMany: true, help: 'With --flow: gives a parameter of the flow its value.' },
      { name: 'write', value: 'FOLDER', help: 'With --flow: writes the permission set that the flow needs, and an External Client App, to be deployed with "sf project deploy start -d FOLDER".' },
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
    summary: 'The demo org, a Salesforce-compatible org on this machine: start, status, stop, reset, login-url, faults, capture.',
    options: [
      { name: 'port', value: 'number', help: 'Where it listens; 4455 when not given, 0 for any free one. With other words than start: the running org that is meant.' },
      { name: 'data', value: 'FILE', help: "Where its records are kept; in Sluice's own folder when not given. :memory: forgets them at the end." },
      { name: 'seed', value: 'FILE', isMany: true, help: 'start: adds objects, fields, rows and Apex REST handlers of your own when the org is made.' },
      { name: 'https', help: 'start: listens with TLS too, on the next port, with a certificate it makes itself.' },
      { name: 'lan', help: 'start: other machines of the network may use it too; the pages, and what makes things go wrong, stay on this one.' },
      { name: 'pubsub', value: 'PORT', help: 'start: speaks the Pub/Sub API (gRPC) there, with the same certificate; in a real org the port is 7443.' },
      { name: 'plaintext', help: 'start: the Pub/Sub API without TLS.' },
      { name: 'reset', help: 'start: removes the records first, so that the org is made anew.' },
      {
        name: 'add',
        value: '"KIND name=value…"',
        isMany: true,
        help: 'faults: what is to go wrong, as "status status=503 times=2 path=/query", "lock share=0.2 seed=7", "cut afterBytes=100", "expireTokens" or "revokeTokens".',
      },
      { name: 'clear', help: 'faults: heals everything first.' },
      { name: 'connection', value: 'NAME', help: 'capture: the connection of the org to imitate, or the URL of a demo org.' },
      { name: 'objects', value: 'A,B', isMany: true, help: 'capture: the objects to imitate, by their API names.' },
      { name: 'rows', value: 'N', help: 'capture: up to N records of each object, too; none when not given.' },
      { name: 'out', short: 'o', value: 'FILE', help: 'capture: where the seed is written; stdout when not given.' },
      { ...json, help: 'status: write JSON and nothing else on stdout.' },
    ],
    notes: [
      'start runs until Ctrl-C or "sluice org stop". status tells where it runs and what it holds, and ends with 4 where none runs.',
      'reset stops it and removes its records. login-url prints the address that apps log in at. faults lists, adds and heals what is to go wrong.',
      'capture writes a seed that imitates objects of a real org: fields, picklists, record types, keys and references, for start --seed.',
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

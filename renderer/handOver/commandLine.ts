import type { FlowDocument } from '../../flows/model/document.ts';

/** What a flow needs to be run without the window. */
export interface HandOver {
  readonly document: FlowDocument;
  /** The flow file, as the command is to name it. */
  readonly file: string;
  /** Connections other than the demo org, by name: a pipeline gives them by variables. */
  readonly connections: readonly string[];
  /** Of those, the production orgs that the flow writes to. */
  readonly production: readonly string[];
}

/** The command that does what the button Run does, parameters that have no default to be filled in. */
export function commandLine({ document, file, production }: HandOver): string {
  return [`npx sluice run ${quoted(file)}`, ...parametersOf(document), ...production.map((name) => `--allow-production ${quoted(name)}`)].join(' ');
}

/** The command that shows what would be written. */
export function planCommand({ document, file }: HandOver): string {
  return [`npx sluice plan ${quoted(file)}`, ...parametersOf(document), '-o plan.json'].join(' ');
}

function parametersOf({ parameters }: FlowDocument): string[] {
  return Object.entries(parameters)
    .filter(([, one]) => one.default === undefined)
    .map(([name]) => `--param ${name}=${name.toUpperCase()}`);
}

/** A word for a shell; in quotes where it has other signs than those of usual paths. */
function quoted(text: string): string {
  return /^[\w./:@%+,\\-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A workflow for GitHub Actions: checks the flow on every push, runs it every night and when somebody asks. Source: "Workflow syntax for
 * GitHub Actions". The credentials of each connection come from secrets of the repository, by the variables that Sluice reads.
 */
export function pipeline(handOver: HandOver): string {
  const { document, file, connections } = handOver;
  const variables = connections.flatMap((name) => {
    const prefix = `SLUICE_${name.toUpperCase().replaceAll('-', '_')}_`;
    return ['LOGIN_URL', 'CLIENT_ID', 'CLIENT_SECRET'].map((key) => `          ${prefix}${key}: \${{ secrets.${prefix}${key} }}`);
  });
  return [
    `name: ${JSON.stringify(document.name)}`,
    'on:',
    '  push:',
    '  workflow_dispatch:',
    '  schedule:',
    "    - cron: '0 3 * * *'",
    'jobs:',
    '  run:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - uses: actions/setup-node@v5',
    '        with:',
    '          node-version: 24',
    `      - run: npx sluice check ${quoted(file)}`,
    "      - if: github.event_name != 'push'",
    `        run: ${commandLine(handOver)}`,
    ...(variables.length === 0 ? [] : ['        env:', ...variables]),
    '',
  ].join('\n');
}

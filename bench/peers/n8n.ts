import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataFolder } from '../contacts.ts';
import type { Bench, Contender } from '../workload.ts';
import { isEmail, rowCode } from './codes.ts';
import { peersFolder } from './peersFolder.ts';

const program = path.join(peersFolder, 'n8n/node_modules/n8n/bin/n8n');

interface WorkflowNode {
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** n8n from its command line, set as its documentation advises for much data: nothing of an execution is kept, files stay on the disk. */
export function n8n({ folder }: Bench, workload: string, rows: number, input: (rows: number) => string, url: string): Contender[] {
  if (!existsSync(program)) return [];
  const environment = {
    N8N_USER_FOLDER: path.join(folder, 'n8n'), N8N_RESTRICT_FILE_ACCESS_TO: dataFolder, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', N8N_DIAGNOSTICS_ENABLED: 'false', N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false', N8N_LOG_LEVEL: 'error', EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none', EXECUTIONS_DATA_SAVE_ON_ERROR: 'none', EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'false', N8N_RUNNERS_TASK_TIMEOUT: '3600',
    N8N_RUNNERS_MAX_PAYLOAD: '1073741824', NODE_OPTIONS: '--max-old-space-size=8192',
  };
  const contender = (name: string, id: string, count: number, make: (source: string, target: string) => WorkflowNode[]): Contender => {
    const target = path.join(folder, `${id}.csv`);
    const file = path.join(folder, `${id}.json`);
    mkdirSync(environment.N8N_USER_FOLDER, { recursive: true });
    writeFileSync(file, JSON.stringify(workflow(id, make(input(count), target))));
    const imported = spawnSync(process.execPath, [program, 'import:workflow', `--input=${file}`], { env: { ...process.env, ...environment }, encoding: 'utf8' });
    if (imported.status !== 0) throw new Error(`n8n did not take its workflow:\n${imported.stderr}`);
    rmSync(file);
    return { name: `n8n, ${name}`, rows: count, samples: 1, mayFail: true, leaves: target, args: [program, 'execute', `--id=${id}`], environment };
  };
  const table = (source: string, target: string, ...middle: readonly WorkflowNode[]): WorkflowNode[] => [start, read(source), extract, ...middle, toFile, write(target)];
  switch (workload) {
    case 'w1':
      return [
        contender('Filter and Edit Fields', 'benchW1set', Math.min(rows, 10_000), (source, target) => table(source, target, filter, derive)),
        contender('a Code node', 'benchW1code', rows, (source, target) => table(source, target, code('Rows', `return $input.all().map(({ json: r }) => r).filter((r) => ${isEmail}.test(r.Email)).map((r) => { ${rowCode} return { json: r }; });`))),
      ];
    case 'w3':
      return [contender('a Code node', 'benchW3', 10, (source, target) => table(source, target, code('Rows', 'return $input.all();')))];
    case 'w4':
      return [contender('HTTP Request', 'benchW4', rows, (source, target) => table(source, target, code('Parts', parts), post(url), code('Count', 'return [{ json: { ok: $input.all().length } }];')))];
    default:
      return [];
  }
}

const node = (name: string, type: string, typeVersion: number, parameters: WorkflowNode['parameters']): WorkflowNode => ({ name, type: `n8n-nodes-base.${type}`, typeVersion, parameters });
const start = node('Start', 'manualTrigger', 1, {});
const extract = node('Extract', 'extractFromFile', 1.1, { operation: 'csv', binaryPropertyName: 'data', options: { includeEmptyCells: true } });
const toFile = node('File', 'convertToFile', 1.1, { operation: 'csv', binaryPropertyName: 'data', options: {} });
const read = (file: string): WorkflowNode => node('Read', 'readWriteFile', 1.1, { operation: 'read', fileSelector: file, options: {} });
const write = (file: string): WorkflowNode => node('Write', 'readWriteFile', 1.1, { operation: 'write', fileName: file, dataPropertyName: 'data', options: {} });
const code = (name: string, jsCode: string): WorkflowNode => node(name, 'code', 2, { mode: 'runOnceForAllItems', language: 'javaScript', jsCode });
const post = (url: string): WorkflowNode => node('Post', 'httpRequest', 4.2, { method: 'POST', url: `${url}/services/data/v65.0/composite/sobjects`, sendBody: true, specifyBody: 'json', jsonBody: '={{ JSON.stringify($json) }}', options: { batching: { batch: { batchSize: 10, batchInterval: 0 } } } });
const parts = `const all = $input.all().map(({ json }) => json); const made = [];
for (let at = 0; at < all.length; at += 200) made.push({ json: { allOrNone: false, records: all.slice(at, at + 200).map((r) => ({ attributes: { type: 'Contact' }, ...r })) } });
return made;`;
const filter = node('Valid', 'filter', 2.2, {
  conditions: { options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 }, combinator: 'and', conditions: [{ id: 'email', leftValue: '={{ $json.Email }}', rightValue: isEmail.slice(1, -1), operator: { type: 'string', operation: 'regex' } }] },
  options: {},
});
const assign = (name: string, type: string, value: string) => ({ id: name, name, type, value: `={{ ${value} }}` });
const digits = "$json.Phone.replace(/[^0-9]+/g, '')";
const derive = node('Derive', 'set', 3.4, {
  mode: 'manual',
  includeOtherFields: true,
  options: {},
  assignments: {
    assignments: [
      assign('FullName', 'string', "$json.FirstName + ' ' + $json.LastName"),
      assign('PhoneNorm', 'string', `$json.Phone.startsWith('+') ? '+' + ${digits} : ${digits}.startsWith('00') ? '+' + ${digits}.slice(2) : ${digits}`),
      assign('AmountAdj', 'number', 'Math.floor((Math.round(Number($json.Amount) * 100) * 11 + 5) / 10) / 100'),
    ],
  },
});

/** The nodes one after the other. */
function workflow(id: string, nodes: readonly WorkflowNode[]): unknown {
  const connections = Object.fromEntries(nodes.slice(1).map(({ name }, index) => [nodes[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]));
  return { id, name: id, nodes: nodes.map((each, index) => ({ id: `n${index}`, position: [index * 200, 0], ...each })), connections, active: false, settings: { executionOrder: 'v1' }, pinData: {} };
}

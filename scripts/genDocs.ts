// Writes what is derived: docs/nodes, docs/errors, docs/formulas.md and the JSON Schema of flow files. `--check` fails when one is stale.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import type { NodeDefinition } from '../flows/kit/defineNode.ts';
import { formulaFunctions } from '../flows/kit/formula/functions.ts';
import { flowJsonSchema } from '../flows/model/flowJsonSchema.ts';
import { root } from './build/targets.ts';
import { errorPage } from './docs/errorPage.ts';
import { formulaPage } from './docs/formulaPage.ts';
import { nodeIndex, nodePage } from './docs/nodePage.ts';

const { module } = await runnerImport<{ definitions: Record<string, NodeDefinition> }>(path.join(root, 'flows/nodes/definitions.ts'), { root, configFile: false, logLevel: 'error' });
const definitions = Object.values(module.definitions).sort((a, b) => a.title.localeCompare(b.title));

const pages = new Map<string, string>([
  ['flows/model/flow.schema.json', `${JSON.stringify(flowJsonSchema(module.definitions), null, 2)}\n`],
  ['docs/nodes/README.md', nodeIndex(definitions)],
  ['docs/errors/README.md', errorPage()],
  ['docs/formulas.md', formulaPage(formulaFunctions)],
  ...definitions.map((definition): [string, string] => [`docs/nodes/${definition.type}.md`, nodePage(definition)]),
]);
const left = globSync('docs/nodes/*.md', { cwd: root }).map((file) => file.split(path.sep).join('/')).filter((file) => !pages.has(file));

if (process.argv.includes('--check')) {
  const stale = [...pages].filter(([file, text]) => !existsSync(path.join(root, file)) || readFileSync(path.join(root, file), 'utf8') !== text).map(([file]) => file);
  for (const file of [...stale, ...left]) console.error(`${file} is stale. Run \`npm run docs\` and commit the result.`);
  process.exitCode = stale.length + left.length === 0 ? 0 : 1;
} else {
  for (const file of left) rmSync(path.join(root, file));
  for (const [file, text] of pages) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  console.log(`Wrote ${pages.size} files.`);
}

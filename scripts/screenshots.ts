// The pictures of the README, from the running app, light and dark: npm run screenshots -- [--only NAME] [--out FOLDER]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildTargets } from './build.ts';
import { root, targets } from './build/targets.ts';
import { scenes } from './screenshots/scenes.ts';
import { takePictures } from './screenshots/takePictures.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, out: { type: 'string', default: path.join(root, 'docs/pictures') } } });
await buildTargets(targets.filter(({ name }) => ['renderer', 'node', 'templates'].includes(name)));
const wanted = scenes.filter(({ name }) => values.only === undefined || name === values.only);
if (wanted.length === 0) throw new Error(`There is no picture "${values.only}". Pictures: ${scenes.map(({ name }) => name).join(', ')}.`);
for (const file of await takePictures(wanted, values.out)) console.log(path.relative(root, file));

import { cliConnections } from '../cliConnections.ts';
import type { RunVerb } from '../verbs.ts';
import { evenColumns } from '../words.ts';

/** `sluice connections [--json]`: the connections of this machine, without their secrets. */
export const connections: RunVerb = async ({ has }, terminal) => {
  const opened = await cliConnections(terminal.env);
  try {
    const list = await opened.list();
    if (has('json')) terminal.out(`${JSON.stringify(list, null, 2)}\n`);
    else {
      const left = evenColumns(list.map(({ name, environment }) => [name, environment]));
      const right = list.map(({ settings, builtIn }) => [builtIn ? 'built in' : (settings['instanceUrl'] ?? settings['loginUrl']), settings['username']]);
      terminal.out(`${list.map((_, index) => [left[index], ...right[index]!].filter(Boolean).join('  ')).join('\n')}\n`);
    }
    return 0;
  } finally {
    await opened.close();
  }
};

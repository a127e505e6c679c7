// Builds what changed: `node scripts/build.ts [renderer|cli|node|electron|templates …]`, everything when none is named.
import { build } from 'vite';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { copyTemplates } from './build/copyTemplates.ts';
import { digest, isFresh, markFresh } from './build/freshness.ts';
import { root, targets, type Target } from './build/targets.ts';

/** Builds the targets whose sources changed since the last build, side by side. Gives the names of those it built. */
export async function buildTargets(wanted: readonly Target[] = targets): Promise<string[]> {
  const stale = wanted.map((target) => ({ target, stamp: digest(target) })).filter(({ target, stamp }) => !isFresh(target, stamp));
  await Promise.all(
    stale.map(async ({ target, stamp }) => {
      rmSync(path.join(root, 'dist', target.name), { recursive: true, force: true });
      await Promise.all(target.configs.map((config) => build({ ...config, configFile: false, logLevel: 'warn' })));
      if (target.name === 'templates') copyTemplates();
      markFresh(target, stamp);
    }),
  );
  return stale.map(({ target }) => target.name);
}

if (import.meta.main) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0) {
    console.error(`There is no build target "${unknown[0]}". Targets: ${targets.map((target) => target.name).join(', ')}.`);
    process.exit(2);
  }
  const start = performance.now();
  const built = await buildTargets(names.length === 0 ? targets : targets.filter((target) => names.includes(target.name)));
  console.log(built.length === 0 ? 'Everything is up to date.' : `Built ${built.join(', ')} in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/build/targets.ts';

/** What each file of a bundle imports as it is loaded. */
function importsOf(folder: string): Map<string, string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.c?js$/.test(file));
  const early = /^(?:import\b[^'";]*|(?:(?:const|let|var) [^=\n]+= )?require\()["'](\.[^"']+)["']/gm;
  return new Map(files.map((file) => [file, Array.from(readFileSync(path.join(folder, file), 'utf8').matchAll(early), ([, name]) => path.join(path.dirname(file), name!))]));
}

/** The first circle that is found, as the files along it. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const circle = walk(next, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}

// Files that import each other in a circle leave constants undefined that others are made of: a reader of CSV files with no size for its blocks never ends.
test.each(['cli', 'node'])('the files of the bundle "%s" do not import each other in a circle', (name) => {
  const imports = importsOf(path.join(root, 'dist', name));
  expect([...imports.values()].flat().length).toBeGreaterThan(50);
  expect(circleIn(imports)).toBeUndefined();
});

test('a circle is found', () => {
  expect(circleIn(new Map([['a', ['b']], ['b', ['c', 'd']], ['c', []], ['d', ['b']]]))).toEqual(['b', 'd', 'b']);
});

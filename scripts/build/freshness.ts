import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, type Target } from './targets.ts';

function stampFile(target: Target): string {
  return path.join(root, 'dist/.fresh', target.name);
}

/** A digest of the names, sizes and times of a target's sources: cheap, and wrong only in the safe direction. */
export function digest(target: Target): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of target.sources) addToDigest(path.join(root, source));
  return hash.digest('hex');

  function addToDigest(place: string): void {
    const stat = statSync(place, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const name of readdirSync(place).sort()) addToDigest(path.join(place, name));
    else hash.update(`${place}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
}

export function isFresh(target: Target, stamp: string): boolean {
  const file = stampFile(target);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

/** Called after the build with the digest taken before it, so that an edit made meanwhile is built next time. */
export function markFresh(target: Target, stamp: string): void {
  mkdirSync(path.join(root, 'dist/.fresh'), { recursive: true });
  writeFileSync(stampFile(target), stamp);
}

// Holds every import against boundaries.json: which folder may use which folders and which npm packages.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { root } from '../build/targets.ts';
import { sourceFiles } from './sourceFiles.ts';

interface Rule {
  /** Files the rule is for: the longest matching start of a path wins; `*` stands for one folder or file name. */
  readonly files: string;
  readonly why: string;
  /** Folders or files it may import, besides its own folder. */
  readonly may: readonly string[];
  /** npm packages it may import; `node:` for Node's own modules. */
  readonly packages: readonly string[];
}

const rules = (JSON.parse(readFileSync(path.join(root, 'boundaries.json'), 'utf8')) as { rules: Rule[] }).rules;
const importPattern = /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'/g;

const faults = sourceFiles().flatMap(({ file, text }) => {
  const rule = ruleOf(file);
  if (!rule) return [`${file} belongs to no rule of boundaries.json. Add one that says what its folder may import.`];
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3]!).flatMap((target) => faultOf(file, rule, target));
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function ruleOf(file: string): Rule | undefined {
  if (file.endsWith('.test.ts')) return rules.find((rule) => rule.files === '**/*.test.ts');
  return rules.filter((rule) => matches(file, rule.files)).sort((a, b) => b.files.length - a.files.length)[0];
}

/** A pattern ending in `/` matches what is below it, the empty one everything, any other the whole path. */
function matches(file: string, pattern: string): boolean {
  if (pattern === '') return true;
  const source = pattern.replaceAll('.', '\\.').replaceAll('**', '\u0000').replaceAll('*', '[^/]+').replaceAll('\u0000', '.*');
  return new RegExp(pattern.endsWith('/') ? `^${source}` : `^${source}$`).test(file);
}

function faultOf(file: string, rule: Rule, target: string): string[] {
  if (target.startsWith('.')) {
    const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(file), target.split('?')[0]!));
    const isOwn = rule.files.endsWith('/') && matches(resolved, rule.files);
    return isOwn || path.posix.dirname(resolved) === path.posix.dirname(file) || rule.may.some((pattern) => matches(resolved, pattern)) ? [] : [sentence(file, rule, resolved)];
  }
  const isBuiltin = target.startsWith('node:') || builtinModules.includes(target);
  const name = isBuiltin ? 'node:' : target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/');
  return rule.packages.includes(name) ? [] : [sentence(file, rule, isBuiltin ? target : `the package ${name}`)];
}

function sentence(file: string, rule: Rule, target: string): string {
  return `${file} imports ${target}, but ${rule.files} may not: ${rule.why} Move the code, or pass what is needed as an argument; widen boundaries.json only with a decision record.`;
}

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../build/targets.ts';

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly lines: number;
}

/** Every TypeScript file of the project, tests included. */
export function sourceFiles(): SourceFile[] {
  return globSync(['*.ts', '{flows,demoOrg,host,electron,renderer,test,bench,scripts}/**/*.{ts,tsx}'], { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return { file, text, lines: text.split('\n').length - 1 };
    });
}

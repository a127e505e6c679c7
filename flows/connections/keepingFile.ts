import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../kit/errors.ts';
import { once } from '../kit/once.ts';
import { writeFileAtomic } from './writeFileAtomic.ts';

const shape = once(() => z.strictObject({ days: z.number().min(0) }));

interface KeepingFile {
  /** How many days runs keep what they need to be undone; undefined where nobody chose. Throws kind `settings`, code `keepDays`, for a damaged file: nothing is purged on a guess. */
  read(): number | undefined;
  write(days: number): Promise<void>;
}

/** What the person chose about keeping, in `keeping.json` of the data folder: for the window and the command line alike. */
export function keepingFile(dataFolder: string): KeepingFile {
  const file = join(dataFolder, 'keeping.json');
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
        throw unreadable(file, cause);
      }
      try {
        return shape().parse(JSON.parse(text)).days;
      } catch (cause) {
        throw unreadable(file, cause);
      }
    },
    write: (days) => writeFileAtomic(file, `${JSON.stringify(shape().parse({ days }))}\n`),
  };
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError('settings', 'keepDays', {
    message: `${file} does not say for how many days runs keep what they need to be undone.`,
    hint: 'It looks like this: {"days":30}. Without the file, 30 days are kept.',
    cause,
  });
}

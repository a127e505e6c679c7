import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { environments } from '../kit/connection.ts';
import { AppError } from '../kit/errors.ts';
import { writeFileAtomic } from './writeFileAtomic.ts';

const storedConnection = z.strictObject({
  name: z.string(),
  system: z.string(),
  environment: z.enum(environments),
  settings: z.record(z.string(), z.string()),
});
const storeFile = z.strictObject({ connections: z.array(storedConnection) });

/** A connection without its secrets. */
export type StoredConnection = z.output<typeof storedConnection>;

export interface ConnectionStore {
  read(): Promise<StoredConnection[]>;
  write(connections: readonly StoredConnection[]): Promise<void>;
}

/** The connections of a data folder in `connections.json`. No secrets: those are the vault's. */
export function connectionStore(file: string): ConnectionStore {
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '{"connections":[]}';
        throw error;
      });
      try {
        return storeFile.parse(JSON.parse(text)).connections;
      } catch (cause) {
        throw new AppError('settings', 'connectionsFile', {
          message: `${file} does not hold a list of connections as this version of Sluice writes it.`,
          hint: 'Move the file away; Sluice then starts with an empty list.',
          where: { file },
          cause,
        });
      }
    },
    write(connections) {
      const sorted = [...connections].sort((a, b) => (a.name < b.name ? -1 : 1));
      return writeFileAtomic(file, `${JSON.stringify({ connections: sorted }, null, 2)}\n`, 0o600);
    },
  };
}

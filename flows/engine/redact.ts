import type { Connection } from '../kit/connection.ts';
import type { AppError, ErrorData } from '../kit/errors.ts';
import { errorData } from '../kit/errors.ts';

/** Shorter secrets would blank out harmless words. */
const leastLength = 6;

/**
 * Takes secrets out of what a run says. It knows the secrets of every connection the run asked for; a node or a library that puts one
 * into a message does not get it into logs, events, samples or the run store.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  learn(connection: Connection): void {
    for (const secret of Object.values(connection.secrets)) {
      const value = secret.reveal();
      if (value.length < leastLength) continue;
      this.#secrets.add(value);
      this.#secrets.add(encodeURIComponent(value));
      this.#secrets.add(JSON.stringify(value).slice(1, -1));
    }
  }

  text(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '[secret]');
    return clean;
  }

  error(error: AppError): ErrorData {
    const data = errorData(error);
    if (this.#secrets.size === 0) return data;
    return JSON.parse(JSON.stringify(data), (_key, value: unknown) => (typeof value === 'string' ? this.text(value) : value)) as ErrorData;
  }
}

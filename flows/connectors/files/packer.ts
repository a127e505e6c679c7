import type { DeflateRaw, Gzip } from 'node:zlib';

/** Packs bytes in the thread pool and puts them out in order. */
export class Packer {
  readonly #zlib: Gzip | DeflateRaw;
  readonly #putting: Promise<void>;

  constructor(zlib: Gzip | DeflateRaw, put: (bytes: Uint8Array) => Promise<void>) {
    this.#zlib = zlib;
    this.#putting = (async () => {
      for await (const packed of zlib) await put(packed as Buffer);
    })();
    // Seen at the next write or at the end.
    this.#putting.catch(() => undefined);
  }

  /** The bytes may be used again when it resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    const taken = new Promise<void>((resolve, reject) => void this.#zlib.write(bytes, (error) => (error ? reject(error) : resolve())));
    // When the putting fails first, this is not heard any more.
    taken.catch(() => undefined);
    await Promise.race([taken, this.#putting.then(() => taken)]);
  }

  async end(): Promise<void> {
    this.#zlib.end();
    await this.#putting;
  }

  stop(): void {
    this.#zlib.destroy();
  }
}

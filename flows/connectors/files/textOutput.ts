import { AtomicFile } from './atomicFile.ts';

const bufferLength = 256 * 1024;

/** Text on its way into a file, whole or not at all. It is sent in pieces of about 256 KiB, one of which is on its way while the next is made. */
export class TextOutput {
  readonly #file: AtomicFile;
  #text = '';
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: AtomicFile) {
    this.#file = file;
  }

  /** @param path absolute */
  static async create(path: string): Promise<TextOutput> {
    return new TextOutput(await AtomicFile.create(path));
  }

  /** Undefined while there is room; else a promise to await before more is added. */
  add(text: string): Promise<void> | undefined {
    this.#text += text;
    return this.#text.length >= bufferLength ? this.#send() : undefined;
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.#send();
    await this.#writing;
    await this.#file.commit();
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.discard();
  }

  async #send(): Promise<void> {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    await this.#writing;
    this.#writing = this.#file.write(bytes);
    // A fault is seen at the next turn; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }
}

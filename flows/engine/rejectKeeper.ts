import type { Batch } from '../kit/batch.ts';
import { keptRows, sealRows, type KeptRows } from './keptRows.ts';
import type { RunStore } from './runStore.ts';
import type { OpenSealer, Sealer } from './sealer.ts';

/** So many rows wait before they are written: a write costs the same for one row as for a thousand. */
const partRows = 1000;

interface Waiting {
  rows: number;
  parts: KeptRows[];
}

/**
 * Keeps every row that a run rejects, sealed, so that they can be taken again when the flow has been changed. The key is asked for when the
 * first row is rejected; where there is none, nothing is kept and the run's log says so once.
 */
export class RejectKeeper {
  readonly #run: string;
  readonly #store: RunStore;
  readonly #openSealer: OpenSealer | undefined;
  readonly #warn: (message: string) => void;
  readonly #waiting = new Map<string, Waiting>();
  #opening: Promise<void> | undefined;
  #sealer: Sealer | undefined;
  #isOff = false;

  constructor(run: string, store: RunStore, openSealer: OpenSealer | undefined, warn: (message: string) => void) {
    this.#run = run;
    this.#store = store;
    this.#openSealer = openSealer;
    this.#warn = warn;
  }

  take(node: string, batch: Batch): void {
    if (this.#isOff || batch.rows.length === 0) return;
    if (!this.#openSealer) return;
    this.#opening ??= this.#open(this.#openSealer);
    // Told by flush; nobody waits for it before.
    this.#opening.catch(() => {});
    const waiting = this.#waiting.get(node) ?? { rows: 0, parts: [] };
    this.#waiting.set(node, waiting);
    waiting.parts.push(keptRows(batch));
    waiting.rows += batch.rows.length;
    if (waiting.rows >= partRows && this.#sealer) this.#write(node, this.#sealer);
  }

  /** Writes what waits. Rejects where the key cannot be asked for or the store cannot be written. */
  async flush(): Promise<void> {
    await this.#opening;
    if (!this.#sealer) return;
    for (const node of this.#waiting.keys()) this.#write(node, this.#sealer);
  }

  async #open(openSealer: OpenSealer): Promise<void> {
    const opened = await openSealer();
    this.#sealer = opened.sealer;
    if (opened.sealer) return;
    this.#isOff = true;
    this.#waiting.clear();
    this.#warn(`Rejected rows are not kept for "sluice retry": there is no key to seal them under. ${opened.reason}`);
  }

  #write(node: string, sealer: Sealer): void {
    const { rows, parts } = this.#waiting.get(node)!;
    this.#waiting.delete(node);
    this.#store.keepRejected(this.#run, node, rows, sealRows(parts, sealer));
  }
}

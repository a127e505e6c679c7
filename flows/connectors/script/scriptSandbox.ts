import variant from '@jitl/quickjs-wasmfile-release-sync';
import wasmUrl from '@jitl/quickjs-wasmfile-release-sync/wasm?url&inline';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSContext, type QuickJSHandle, type QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { Schema } from '../../kit/schema.ts';
import { guestProgram, scriptFunction, type ScriptMode } from './guestProgram.ts';
import { batchFault, limitFault, scriptFile, type GuestFault } from './scriptFault.ts';

export interface ScriptParts {
  readonly script: string;
  readonly mode: ScriptMode;
  readonly incoming: Schema;
  readonly outputs: Schema;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  /** Of Math.random. */
  readonly seed: number;
  /** What Date.now() gives. */
  readonly nowMs: number;
}

/** Gives a column of the batch that is in work: texts joined or as JSON, other cells as doubles. */
export type FetchColumn = (column: number, asJson: boolean) => string | ArrayBuffer;

/**
 * A user's script in an interpreter with a memory of its own: WebAssembly without files, network or clock but what is handed in. It takes
 * some 50 ms to start. Nothing has to be closed: the memory goes with the object, whatever the script left in it.
 */
export class ScriptSandbox {
  readonly #context: QuickJSContext;
  readonly #parts: ScriptParts;
  readonly #guest: QuickJSHandle;
  readonly #functions = new Map<string, QuickJSHandle>();
  #deadline = Infinity;

  /** Rejects with kind `settings` when the script cannot be read or lacks its function. */
  static async start(parts: ScriptParts, fetch: FetchColumn): Promise<ScriptSandbox> {
    const wasm = Buffer.from(wasmUrl.slice(wasmUrl.indexOf(',') + 1), 'base64');
    return new ScriptSandbox(await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmBinary: new Uint8Array(wasm).buffer })), parts, fetch);
  }

  private constructor(interpreter: QuickJSWASMModule, parts: ScriptParts, fetch: FetchColumn) {
    this.#parts = parts;
    const runtime = interpreter.newRuntime({ interruptHandler: () => Date.now() > this.#deadline });
    runtime.setMemoryLimit(parts.memoryBytes);
    this.#context = runtime.newContext();
    this.#guest = this.#start(fetch);
  }

  /** The guest first, so that what it keeps of the language is as it was made; then the script, whose functions it calls by name. */
  #start(fetch: FetchColumn): QuickJSHandle {
    const { script, mode, incoming, outputs, seed, nowMs } = this.#parts;
    const context = this.#context;
    const make = this.#take(context.evalCode(guestProgram(mode, incoming, outputs), 'sluice'));
    const given = [
      context.newFunction('fetch', (column, asJson) => {
        const cells = fetch(context.getNumber(column), context.dump(asJson) === true);
        return typeof cells === 'string' ? context.newString(cells) : context.newArrayBuffer(cells);
      }),
      context.newNumber(seed),
      context.newNumber(nowMs),
    ];
    const guest = this.#take(context.callFunction(make, context.undefined, ...given));
    for (const handle of [make, ...given]) handle.dispose();
    this.allow(this.#parts.timeoutMs);
    this.#take(context.evalCode(script, scriptFile, { strict: true })).dispose();
    const name = scriptFunction[mode];
    const type = this.#take(context.evalCode(`typeof ${name}`, 'sluice'));
    const isThere = context.getString(type) === 'function';
    type.dispose();
    if (!isThere) throw batchFault({ name: 'TypeError', message: `it has no function ${name}.`, stack: '' });
    return guest;
  }

  /** From now on the script has so much time. */
  allow(ms: number): void {
    this.#deadline = Date.now() + ms;
  }

  /** Calls the guest. Throws kind `settings`. The text it gives; blank for nothing. */
  call(name: 'begin' | 'step' | 'text' | 'json', ...numbers: readonly number[]): string {
    const result = this.#call(name, numbers);
    const text = this.#context.typeof(result) === 'string' ? this.#context.getString(result) : '';
    result.dispose();
    return text;
  }

  /** The doubles of an output column, copied out. */
  numbers(column: number): Float64Array {
    const result = this.#call('numbers', [column]);
    const view = this.#context.getArrayBuffer(result);
    const copied = new Float64Array(view.value.slice().buffer);
    view.dispose();
    result.dispose();
    return copied;
  }

  #call(name: string, numbers: readonly number[]): QuickJSHandle {
    const context = this.#context;
    let called = this.#functions.get(name);
    if (!called) this.#functions.set(name, (called = context.getProp(this.#guest, name)));
    const given = numbers.map((number) => context.newNumber(number));
    const result = context.callFunction(called, this.#guest, ...given);
    for (const handle of given) handle.dispose();
    return this.#take(result);
  }

  #take(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (!result.error) return result.value;
    const dumped: unknown = this.#context.dump(result.error);
    result.error.dispose();
    const fault = faultOf(dumped);
    throw limitFault(fault, this.#parts) ?? batchFault(fault);
  }
}

function faultOf(dumped: unknown): GuestFault {
  if (typeof dumped !== 'object' || dumped === null) return { name: '', message: String(dumped), stack: '' };
  const { name = '', message = '', stack = '' } = dumped as Partial<GuestFault>;
  return { name, message, stack };
}

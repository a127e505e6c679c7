/** What rpc needs of a value's description: zod types have it. Throws when the value does not fit. */
export interface Shape<T> {
  parse(value: unknown): T;
}

/** A request with one answer. */
export interface Command<I, O> {
  readonly kind: 'command';
  readonly input: Shape<I>;
  readonly output: Shape<O>;
}

/** A request with many answers, in order, until either side ends it. */
export interface Stream<I, E> {
  readonly kind: 'stream';
  readonly input: Shape<I>;
  readonly event: Shape<E>;
}

export function command<I, O>(input: Shape<I>, output: Shape<O>): Command<I, O> {
  return { kind: 'command', input, output };
}

export function stream<I, E>(input: Shape<I>, event: Shape<E>): Stream<I, E> {
  return { kind: 'stream', input, event };
}

// The operations of a contract are told apart by inference; their shapes are invariant, so `any` is the only common bound.
// oxlint-disable-next-line no-explicit-any
export type Operation = Command<any, any> | Stream<any, any>;

/** Areas of operations: `{ flows: { open: command(…) }, runs: { watch: stream(…) } }`. */
export type Contract = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** The platform's AbortSignal: Node and browsers have the same one, and this file knows neither. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : { readonly aborted: boolean };

/** What a handler knows of its call. */
export interface CallContext {
  /** Aborts when the caller cancels or the connection closes. */
  readonly signal: Signal;
}

/** What the serving side must bring: a missing handler does not compile. */
export type Handlers<C extends Contract> = {
  readonly [A in keyof C]: {
    readonly [N in keyof C[A]]: C[A][N] extends Command<infer I, infer O>
      ? (input: I, call: CallContext) => Promise<O> | O
      : C[A][N] extends Stream<infer I, infer E>
        ? (input: I, call: CallContext) => AsyncIterable<E>
        : never;
  };
};

/** What the calling side gets. */
export type Client<C extends Contract> = {
  readonly [A in keyof C]: {
    readonly [N in keyof C[A]]: C[A][N] extends Command<infer I, infer O>
      ? (input: I) => Promise<O>
      : C[A][N] extends Stream<infer I, infer E>
        ? (input: I) => EventStream<E>
        : never;
  };
};

/** A stream on the calling side: `for await` it; `break` or `close()` ends it on the other side too. */
export interface EventStream<E> extends AsyncIterable<E> {
  close(): void;
}

/** A way for messages, in order. A transport is this and nothing more. */
export interface Port {
  post(message: unknown): void;
  /** Called once by rpc; messages that came before are delivered then. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void;
  /** For good: a port that was closed here does not reopen. */
  close(): void;
  /** Where a transport can: opens the line again after `onClose`; the functions given to `listen` go on. False once closed for good. */
  reopen?(): boolean;
}

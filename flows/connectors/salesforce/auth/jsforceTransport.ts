import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';

/** Puts a sending of ours under jsforce: its own transport takes a proxy for every address, and sends what failed again in the background. */
export class JsforceTransport extends Transport {
  readonly #send: (request: HttpRequest) => Promise<HttpResponse>;

  constructor(send: (request: HttpRequest) => Promise<HttpResponse>) {
    super();
    this.#send = send;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    // jsforce wants a stream beside the promise; nothing of ours reads it.
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#send(request) }));
  }
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type handleBidiStreamingCall, type handleUnaryCall, type ServerUnaryCall, status } from '@grpc/grpc-js';
import type { OrgContext } from '../org.ts';
import { GrpcFault, httpStatusOf, statusOf } from './grpcFault.ts';
import { type PubSubCaller, pubSubCaller } from './pubSubCaller.ts';

export interface CallContext {
  readonly caller: PubSubCaller;
  /** Names the call in answers and errors. */
  readonly rpcId: string;
}

/** A call in which both sides go on talking. */
export interface Conversation<Request> {
  /** A message of the client. */
  take(request: Request): void;
  /** The call is over, however it ended. */
  end?(): void;
}

export interface ConversationContext<Response> extends CallContext {
  readonly send: (response: Response) => void;
  /** Does something that no message asked for; what it throws ends the call. */
  readonly attempt: (work: () => void) => void;
}

/** A call with one request and one answer, which may throw GrpcFault. */
export function unaryCall<Request, Response>(org: OrgContext, answer: (request: Request, context: CallContext) => Response): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const rpcId = randomUUID();
    const log = logged(call.getPath(), org);
    admitted(call, org, rpcId).then((context) => answer(call.request, context)).then(
      (response) => {
        log(status.OK);
        callback(null, response);
      },
      (error: unknown) => {
        const end = statusOf(error, rpcId);
        log(end.code);
        callback(end);
      },
    );
  };
}

/** A call that stays open until the client ends it, or something throws GrpcFault. */
export function openCall<Request, Response>(
  org: OrgContext,
  begin: (context: ConversationContext<Response>) => Conversation<Request>,
): handleBidiStreamingCall<Request, Response> {
  return (call) => {
    const rpcId = randomUUID();
    const log = logged(call.getPath(), org);
    let conversation: Conversation<Request> | undefined;
    let isOver = false;
    const end = (code: status): void => {
      if (isOver) return;
      isOver = true;
      conversation?.end?.();
      log(code);
    };
    const fail = (error: unknown): void => {
      if (isOver) return;
      const ended = statusOf(error, rpcId);
      end(ended.code);
      call.emit('error', ended);
    };
    const attempt = (work: () => void): void => {
      if (isOver) return;
      try {
        work();
      } catch (error) {
        fail(error);
      }
    };
    call.once('cancelled', () => end(status.OK));
    call.once('end', () => {
      end(status.OK);
      call.end();
    });
    admitted(call, org, rpcId).then((context) => {
      conversation = begin({ ...context, attempt, send: (response) => void call.write(response) });
      call.on('data', (request: Request) => attempt(() => conversation!.take(request)));
    }, fail);
  };
}

type Call = Pick<ServerUnaryCall<unknown, unknown>, 'getPath' | 'metadata'>;

/** Faults that wait for requests meet these calls, too. @throws GrpcFault */
async function admitted(call: Call, org: OrgContext, rpcId: string): Promise<CallContext> {
  const planned = org.faults.next('POST', call.getPath());
  if (planned?.delayMs) await sleep(planned.delayMs);
  if (planned && planned.kind !== 'slow') throw new GrpcFault('unavailable', 'The service is unavailable. Try again later.');
  return { rpcId, caller: pubSubCaller(call.metadata, org) };
}

/** Puts the call into the list of requests once it has ended. */
function logged(path: string, org: OrgContext): (code: status) => void {
  const at = org.now();
  const startedAt = performance.now();
  return (code) => org.requests.add({ at, method: 'POST', path, status: httpStatusOf(code), ms: performance.now() - startedAt });
}

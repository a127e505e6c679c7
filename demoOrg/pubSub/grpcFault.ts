import { Metadata, type StatusObject, status } from '@grpc/grpc-js';

const prefix = 'sfdc.platform.eventbus.grpc.';

/**
 * The refusals of the Pub/Sub API: the gRPC status, and what the trailer `error-code` says behind its prefix
 * (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/handling-errors.html).
 */
const refusals = {
  unauthenticated: [status.UNAUTHENTICATED, 'service.auth.error'],
  refreshInvalid: [status.UNAUTHENTICATED, 'service.auth.refresh.invalid'],
  unavailable: [status.UNAVAILABLE, 'service.unavailable'],
  noTopic: [status.NOT_FOUND, 'topic.not.found'],
  otherTopic: [status.INVALID_ARGUMENT, 'topic.mismatch'],
  noSchema: [status.NOT_FOUND, 'schema.not.found'],
  noPermission: [status.PERMISSION_DENIED, 'publish.permission.denied'],
  noEvents: [status.INVALID_ARGUMENT, 'publish.events.invalid'],
  badCount: [status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'],
  noReplayId: [status.INVALID_ARGUMENT, 'subscription.fetch.replayid.validation.failed'],
  badReplayId: [status.INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted'],
  overLimit: [status.RESOURCE_EXHAUSTED, 'subscription.limit.exceeded'],
} as const satisfies Readonly<Record<string, readonly [status, string]>>;

/** Ends a call with one of the documented errors. */
export class GrpcFault extends Error {
  readonly kind: keyof typeof refusals;

  constructor(kind: keyof typeof refusals, message: string) {
    super(message);
    this.name = 'GrpcFault';
    this.kind = kind;
  }
}

/** What the list of requests says of a call that ended so: the HTTP status of the same meaning. */
export function httpStatusOf(code: status): number {
  const known: Partial<Record<status, number>> = {
    [status.OK]: 200,
    [status.INVALID_ARGUMENT]: 400,
    [status.UNAUTHENTICATED]: 401,
    [status.PERMISSION_DENIED]: 403,
    [status.NOT_FOUND]: 404,
    [status.RESOURCE_EXHAUSTED]: 429,
    [status.UNAVAILABLE]: 503,
  };
  return known[code] ?? 500;
}

/** How a call ends that threw this. The call's id is in the text and in the trailers, as in a real org. */
export function statusOf(error: unknown, rpcId: string): StatusObject {
  if (!(error instanceof GrpcFault)) process.stderr.write(`demo org: Pub/Sub: ${(error as Error).stack ?? String(error)}\n`);
  const [code, errorCode] = error instanceof GrpcFault ? refusals[error.kind] : [status.INTERNAL, 'service.error'];
  const metadata = new Metadata();
  metadata.set('error-code', prefix + errorCode);
  metadata.set('rpc-id', rpcId);
  return { code, details: `${error instanceof GrpcFault ? error.message : 'An unexpected error occurred.'} rpcId: ${rpcId}`, metadata };
}

import { status, type ServiceError } from '@grpc/grpc-js';
import { AppError } from '../../../../kit/errors.ts';
import { streamRefusal } from '../streamError.ts';

/** What may be different the next moment. */
const passing: ReadonlySet<status> = new Set([status.UNAVAILABLE, status.INTERNAL, status.CANCELLED, status.UNKNOWN, status.DEADLINE_EXCEEDED]);

/** An error of a gRPC call as one of ours. Source: Pub/Sub API, "Handling Errors". */
export function pubSubError(thrown: unknown, channel: string, connection: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = thrown as ServiceError;
  const said = String(error.metadata?.get('error-code')[0] ?? '').replace('sfdc.platform.eventbus.grpc.', '');
  if (error.code === status.UNAUTHENTICATED) return new AppError('service', 'loginExpired', { message: `The org behind "${connection}" has ended the session.`, hint: 'Open Connections and sign in again.', cause: thrown });
  if (said.includes('replayid')) return streamRefusal({ channel, error: 'replayId' }, channel, connection) as AppError;
  if (error.code === status.NOT_FOUND) return streamRefusal({ channel, error: `unknown channel: ${error.details}` }, channel, connection) as AppError;
  if (error.code === status.RESOURCE_EXHAUSTED) return streamRefusal({ channel, error: `limit: ${error.details}` }, channel, connection) as AppError;
  const isPassing = passing.has(error.code);
  return new AppError(isPassing ? 'busy' : 'service', isPassing ? 'streamLost' : 'streamRefused', {
    message: `The Pub/Sub API does not let ${channel} be heard: ${error.details}`,
    hint: 'Look at the endpoint and the network; CometD goes another way.',
    cause: thrown,
  });
}

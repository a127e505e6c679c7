import type { Metadata } from '@grpc/grpc-js';
import type { OrgContext } from '../org.ts';
import { GrpcFault } from './grpcFault.ts';

/** Who calls; asked again whenever something is delivered, since sessions end. */
export interface PubSubCaller {
  /** @throws GrpcFault `unauthenticated` */
  session(): NonNullable<ReturnType<OrgContext['sessions']['find']>>;
  /** Goes on with another session of the same user, so that a long stream outlives its first one. @throws GrpcFault `refreshInvalid` */
  refresh(token: string): void;
}

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @throws GrpcFault `unauthenticated` unless `accesstoken`, `instanceurl` and `tenantid` are this org's */
export function pubSubCaller(metadata: Metadata, org: OrgContext): PubSubCaller {
  const text = (name: string): string => metadata.get(name)[0]?.toString() ?? '';
  const url = text('instanceurl');
  const { id } = org.organization;
  // Some clients send `core/prod/00D…`.
  const tenant = text('tenantid').split('/').at(-1)!;
  if (!URL.canParse(url) || !thisMachine.has(new URL(url).hostname)) throw refused(`The header instanceurl is not the address of this org: "${url}".`);
  if (tenant !== id && tenant !== id.slice(0, 15)) throw refused(`The header tenantid is not the id of this org: "${tenant}".`);
  let token = text('accesstoken');

  function session(): ReturnType<PubSubCaller['session']> {
    const found = org.sessions.find(token);
    if (!found) throw refused('The header accesstoken holds no session that is good.');
    return found;
  }

  const { userId } = session();
  return {
    session,
    refresh(fresh) {
      if (fresh === '') return;
      if (org.sessions.find(fresh)?.userId !== userId) throw new GrpcFault('refreshInvalid', 'The session in auth_refresh is not good, or is somebody else’s.');
      token = fresh;
    },
  };
}

function refused(reason: string): GrpcFault {
  return new GrpcFault('unauthenticated', `An authentication exception occurred. Provide valid authentication via metadata headers. ${reason}`);
}

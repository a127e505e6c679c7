import { RecordFault } from '../records/outcome.ts';
import type { Reply } from '../http/reply.ts';
import { open, type Route } from '../http/router.ts';
import { metadataCalls } from '../metadata/metadataCalls.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { partnerCalls } from './partnerCalls.ts';
import { endedSession, login, logout } from './signIn.ts';
import { readSoapCall, type SoapCall } from './soapCall.ts';
import { type SoapApi, soapFault, soapReply } from './soapReply.ts';

const calls = { u: partnerCalls, m: metadataCalls } as const;

/** SOAP: the partner API (`u`) as far as REST does not have it or clients still use it, and the Metadata API (`m`) for objects and fields. */
export const soapRoutes: readonly Route[] = (['u', 'm'] as const).flatMap((api) =>
  [`/services/Soap/${api}/{number}`, `/services/Soap/${api}/{number}/{organization}`].map((pattern) =>
    open('POST', pattern, async (request, org) => {
      const call = readSoapCall(await request.text());
      if (!call) return soapFault(api, 'UNKNOWN_EXCEPTION', 'The body is no SOAP message that can be read.');
      if (api === 'u' && call.operation === 'login') return login(call, request, org);
      if (api === 'u' && call.operation === 'logout') return logout(call, org);
      return answer(api, call, org);
    }),
  ),
);

function answer(api: SoapApi, { operation, input, header, sessionId }: SoapCall, org: OrgContext): Reply {
  const work = Object.hasOwn(calls[api], operation) ? calls[api][operation] : undefined;
  if (!work) return soapFault(api, 'UNKNOWN_EXCEPTION', `The demo org does not answer ${operation} here. It answers: ${Object.keys(calls[api]).join(', ')}.`);
  const session = org.sessions.find(sessionId);
  if (!session) return endedSession(api);
  try {
    return soapReply(api, operation, work(input, org, session, header));
  } catch (error) {
    if (error instanceof OrgError) return soapFault(api, error.errorCode, error.message);
    if (error instanceof RecordFault) return soapFault(api, error.errors[0]!.statusCode, error.errors[0]!.message);
    throw error;
  }
}

import { bodyText, type HttpAnswer } from './orgHttp.ts';

/** More of it nobody reads, and a page of HTML can be long. */
const mostText = 4000;
/** Longer than this the org does not make anybody wait. */
const mostWaitMs = 5 * 60_000;

/** An answer from 400 on as an error in the shape that `translateError` reads: Salesforce's code, its words, and how long it asks to wait. */
export async function answerError({ status, headers, body }: HttpAnswer): Promise<Error> {
  const text = await bodyText(body);
  const { errorCode = `ERROR_HTTP_${status}`, message = text } = firstError(text) ?? soapFault(text) ?? {};
  const retryAfterMs = waitOf(headers['retry-after']);
  return Object.assign(new Error(message.slice(0, mostText)), { errorCode, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

/** Salesforce answers `[{ "errorCode", "message" }]`; some resources leave the brackets out. */
function firstError(text: string): { errorCode?: string; message?: string } | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    if (first === null || typeof first !== 'object') return undefined;
    const { errorCode, message } = first as Record<string, unknown>;
    return { ...(typeof errorCode === 'string' ? { errorCode } : {}), ...(typeof message === 'string' ? { message } : {}) };
  } catch {
    return undefined;
  }
}

/** The SOAP API answers `<faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>INVALID_SESSION_ID: …</faultstring>`. */
function soapFault(text: string): { errorCode: string; message?: string } | undefined {
  const errorCode = /<faultcode>(?:\w+:)?(\w+)<\/faultcode>/.exec(text)?.[1];
  const message = /<faultstring>([^<]*)<\/faultstring>/.exec(text)?.[1];
  return errorCode === undefined ? undefined : { errorCode, ...(message === undefined ? {} : { message }) };
}

/** Retry-After in seconds or as a date (RFC 9110 §10.2.3). */
function waitOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(mostWaitMs, Math.max(0, ms));
}

import { escapeHtml } from '../http/escapeHtml.ts';
import type { Reply } from '../http/reply.ts';

/** What stands in a reply: null is `xsi:nil`, a list repeats its element, undefined is left out; names that begin with `@` are attributes. */
export type SoapValue = string | number | boolean | null | undefined | readonly SoapValue[] | { readonly [name: string]: SoapValue };

/** The namespaces of the two APIs, by the letter in their address. */
export const soapNamespaces = { u: 'urn:partner.soap.sforce.com', m: 'http://soap.sforce.com/2006/04/metadata' } as const;

export type SoapApi = keyof typeof soapNamespaces;

/** `<mergeResponse><result>…</result></mergeResponse>`: a list gives one `result` for each of its items. */
export function soapReply(api: SoapApi, operation: string, result?: SoapValue): Reply {
  return envelope(200, api, `<${operation}Response>${xmlOf('result', result)}</${operation}Response>`);
}

export function soapFault(api: SoapApi, code: string, message: string): Reply {
  return envelope(500, api, `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${escapeHtml(`${code}: ${message}`)}</faultstring></soapenv:Fault>`);
}

export function xmlOf(name: string, value: SoapValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item: SoapValue) => xmlOf(name, item)).join('');
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (typeof value !== 'object') return `<${name}>${escapeHtml(String(value))}</${name}>`;
  const entries = Object.entries(value as Readonly<Record<string, SoapValue>>);
  const attributes = entries.filter(([key]) => key.startsWith('@')).map(([key, text]) => ` ${key.slice(1)}="${typeof text === 'string' ? escapeHtml(text) : ''}"`);
  const inner = entries.filter(([key]) => !key.startsWith('@')).map(([key, item]) => xmlOf(key, item));
  return `<${name}${attributes.join('')}>${inner.join('')}</${name}>`;
}

function envelope(status: number, api: SoapApi, body: string): Reply {
  const fault = `xmlns:sf="urn:fault.${api === 'u' ? 'partner' : 'metadata'}.soap.sforce.com"`;
  const namespaces = `xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${soapNamespaces[api]}" ${fault}`;
  return {
    status,
    type: 'text/xml;charset=UTF-8',
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ${namespaces}><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  };
}

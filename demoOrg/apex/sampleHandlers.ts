import type { ApexHandlers } from './apexHandlers.ts';

interface Line {
  readonly quantity?: unknown;
  readonly price?: unknown;
}

/** Apex REST that comes with the org, so that there is some to call: one that reads, and one that works something out, for one line or many. */
export const sampleHandlers: ApexHandlers = {
  'GET /contacts/{key}': ({ params }, org, response) => {
    const key = params['key']!.replace(/[\\']/g, '\\$&');
    const [contact] = org.query(`SELECT External_Key__c, Name, Account.External_Key__c FROM Contact WHERE External_Key__c = '${key}'`);
    if (contact) return { key: contact['External_Key__c'], account: { key: (contact['Account'] as { External_Key__c: string } | null)?.External_Key__c ?? null } };
    response.status = 404;
    return [{ errorCode: 'NO_CONTACT', message: `No contact has the key ${params['key']!}.` }];
  },
  'POST /quotes': ({ body }, _org, response) => {
    if (Array.isArray(body)) return body.map((line: Line) => quote(line));
    const made = quote(body ?? {});
    if ('message' in made) response.status = 400;
    return 'message' in made ? [made] : made;
  },
};

function quote({ quantity, price }: Line): { readonly total: number; readonly discount: { readonly percent: number } } | { readonly errorCode: string; readonly message: string } {
  if (typeof quantity !== 'number' || typeof price !== 'number') return { errorCode: 'NO_QUANTITY', message: 'A quote needs a quantity and a price.' };
  const percent = quantity >= 10 ? 5 : 0;
  return { total: Math.round(quantity * price * (100 - percent)) / 100, discount: { percent } };
}

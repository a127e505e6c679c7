import { AppError } from '../../kit/errors.ts';
import type { RecordResult } from './recordResult.ts';
import type { OrgCounters, SalesforceOrg } from './salesforceOrg.ts';

/**
 * Takes records (at most 200) out of the recycle bin; one answer for each, in their order. REST has no such call, so this is the one that
 * goes by SOAP. A record that is back already counts as done. Source: SOAP API, "undelete()".
 */
export async function undeleteRecords(org: SalesforceOrg, ids: readonly string[], counters: OrgCounters, signal: AbortSignal): Promise<RecordResult[]> {
  const body = `<undelete xmlns="urn:partner.soap.sforce.com">${ids.map((id) => `<ids>${escaped(id)}</ids>`).join('')}</undelete>`;
  const text = await org.soap({ body, idempotent: true }, counters, signal);
  const results = [...text.matchAll(/<(?:\w+:)?result(?:\s[^>]*)?>([^]*?)<\/(?:\w+:)?result>/g)].map(([, result]) => result!);
  if (results.length !== ids.length) {
    throw new AppError('service', 'orgRefused', { message: `The org behind "${org.connection.name}" answered ${results.length} of ${ids.length} records that were to be undeleted.` });
  }
  return results.map((result, at): RecordResult => {
    const isDone = element(result, 'success') === 'true' || /not in (the )?recycle bin/i.test(element(result, 'message') ?? '');
    return { id: ids[at]!, success: isDone, errors: isDone ? [] : [{ statusCode: element(result, 'statusCode') ?? 'UNDELETE_FAILED', message: element(result, 'message') ?? '' }] };
  });
}

function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)</`).exec(xml)?.[1];
  return text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

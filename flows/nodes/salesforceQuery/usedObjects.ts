import { usedByPaths } from '../../connectors/salesforce/fieldFacts.ts';
import { parseSelectList } from '../../connectors/salesforce/selectList.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import type { UsedObjects } from '../../kit/defineRun.ts';
import type { definition } from './definition.ts';

/** The fields that the query selects, through relationships too. Those of WHERE, ORDER BY and sub-queries are the org's to complain of. */
export const usedObjects: UsedObjects<ReturnType<typeof definition.settings.parse>> = async (context) => {
  const { connection, soql } = context.settings;
  const list = parseSelectList(soql);
  if (!list) return [];
  const org = await sharedOrg(context);
  const paths = list.items.flatMap((item) => {
    if (item.startsWith('(')) return [];
    const call = /^[A-Za-z_]+\s*\(\s*([A-Za-z0-9_.]*)\s*\)/.exec(item);
    // FIELDS(ALL) names no field, and COUNT() none.
    if (call) return /^fields/i.test(item) || call[1] === '' ? [] : [call[1]!];
    return [item.split(/\s/)[0]!];
  });
  return usedByPaths(connection, list.object, paths, (object) => org.describe(object, uncounted, context.signal, 0));
};

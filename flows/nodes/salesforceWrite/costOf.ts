import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import type { ChangeAction, Cost } from '../../kit/change.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { bulkFrom, bulkRows, type Settings } from './settings.ts';

/** What calls and jobs took on orgs that were measured; a plan says minutes, not seconds, and no more is claimed. */
const callSeconds = 0.9;
const bulkRowsPerSecond = 900;
const jobCalls = 6;

/** What reading again and sending take, and what the org has left of its day. */
export async function costOf(org: SalesforceOrg, counts: Readonly<Partial<Record<ChangeAction, number>>>, readCalls: number, context: NodeContext<Settings>): Promise<Cost> {
  const { settings } = context;
  const kinds = [counts.insert ?? 0, counts.update ?? 0, counts.delete ?? 0];
  const undeletes = Math.ceil((counts.undelete ?? 0) / settings.batchSize);
  const rows = kinds.reduce((sum, count) => sum + count, 0);
  const isBulk = settings.operation === 'hardDelete' || rows >= bulkFrom(settings);
  const jobs = isBulk ? kinds.reduce((sum, count) => sum + Math.ceil(count / bulkRows), 0) : 0;
  const sendCalls = (isBulk ? jobs * jobCalls : kinds.reduce((sum, count) => sum + Math.ceil(count / settings.batchSize), 0)) + undeletes;
  const seconds = readCalls * callSeconds + (isBulk ? rows / bulkRowsPerSecond : (sendCalls * callSeconds) / settings.parallel);
  const limits = await org.request<Record<string, { Max: number; Remaining: number }>>({ method: 'GET', path: '/limits', idempotent: true }, context, context.signal);
  const daily = limits['DailyApiRequests'];
  const budget = org.limits();
  return { apiCalls: readCalls + sendCalls, readCalls, bulkJobs: jobs, minutes: Math.round((seconds / 60) * 10) / 10, ...(daily ? { callsLeft: daily.Remaining, callsMost: daily.Max } : {}), ...(budget ? { callsKept: budget.max - budget.stopAt } : {}) };
}

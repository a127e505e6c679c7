// A demo org with a processor for itself. It ends with the process that started it.
import { startOrg } from '../../demoOrg/startOrg.ts';

const { url, username, accessToken } = await startOrg({ data: ':memory:', limits: { DailyApiRequests: 10_000_000 }, bulk: { hardDelete: true, latencyMs: 1 } });
process.on('disconnect', () => process.exit(0));
process.send!({ url, username, accessToken });

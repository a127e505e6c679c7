// A demo org in a process of its own, so that the engine has its processor for itself.
import { startOrg } from '../../demoOrg/startOrg.ts';

const org = await startOrg({ data: ':memory:', limits: { DailyApiRequests: 10_000_000 }, bulk: { latencyMs: 1 } });
process.send!({ url: org.url, accessToken: org.accessToken });
process.on('disconnect', () => process.exit(0));

import { relative, resolve } from 'node:path';
import type { Connections } from '../connections/connections.ts';
import { writeFileAtomic } from '../connections/writeFileAtomic.ts';
import { deployable } from '../connectors/salesforce/doctor/deployable.ts';
import type { Finding } from '../connectors/salesforce/doctor/diagnosis.ts';
import { flowRights } from '../connectors/salesforce/doctor/flowRights.ts';
import { openOrg } from '../connectors/salesforce/salesforceOrg.ts';
import { uncounted } from '../connectors/salesforce/sharedOrg.ts';
import { AppError } from '../kit/errors.ts';
import { applyParameters } from '../model/parameters.ts';
import { usesNow } from './fieldGuard.ts';
import { openFlowFile } from './openFlowFile.ts';
import { pairs } from './pairs.ts';
import type { Arguments } from './parseArguments.ts';
import { runConnections } from './runConnections.ts';
import type { Terminal } from './terminal.ts';

/** `--flow FILE [--write FOLDER]`: what the user of a connection lacks for a flow, and has beyond it; and the files that give just that. */
export async function flowFindings(name: string, given: Arguments, connections: Connections, terminal: Terminal, signal: AbortSignal): Promise<Finding[]> {
  const flow = await openFlowFile(given.value('flow')!, terminal.cwd);
  const others = runConnections({}, terminal.env);
  const org = openOrg(await connections.resolve(name));
  try {
    const uses = await usesNow(applyParameters(flow.document, pairs('connect', given, 'param')), flow, others, signal);
    const own = uses.filter(({ connection }) => connection === name);
    if (own.length === 0) {
      const used = [...new Set(uses.map(({ connection }) => connection))].join(', ');
      throw new AppError('settings', 'connectionNotUsed', { message: `The flow names no object of the connection "${name}". Connections in it: ${used || 'none'}.`, hint: 'Check the connection that the flow uses.' });
    }
    const findings = await flowRights(org, own, signal);
    const folder = given.value('write');
    if (folder === undefined) return findings;
    const { email } = await org.request<{ email?: string }>({ method: 'GET', path: '/services/oauth2/userinfo', idempotent: true }, uncounted, signal);
    const files = await deployable(org, flow.document.name, own, email ?? 'admin@example.com', signal);
    for (const { path, text } of files) await writeFileAtomic(resolve(terminal.cwd, folder, path), text);
    const place = relative(terminal.cwd, resolve(terminal.cwd, folder)) || '.';
    return [...findings, { code: 'filesWritten', severity: 'good', message: `${files.length} files written to ${place}.`, hint: `Deploy them with "sf project deploy start -d ${place}", and assign the permission set to the user.` }];
  } finally {
    await org.close();
    await others.close();
  }
}

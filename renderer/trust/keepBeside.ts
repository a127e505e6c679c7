import type { HostClient } from '../../host/contract/contract.ts';

/** Puts a text into a new file beside a flow. Gives the name it got. */
export async function keepBeside(host: HostClient, path: string, name: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const { file } = await host.flows.addFile({ path, name, offset: 0, data: btoa(letters), isLast: true });
  return file;
}

import type { HostClient } from '../../host/contract/contract.ts';

const pieceBytes = 512 * 1024;

/** Puts a new file beside a flow, in pieces. Gives the name it got. */
export async function keepBeside(host: HostClient, path: string, name: string, content: Blob): Promise<string> {
  let file: string | undefined;
  for (let offset = 0; offset === 0 || offset < content.size; offset += pieceBytes) {
    const bytes = new Uint8Array(await content.slice(offset, offset + pieceBytes).arrayBuffer());
    ({ file } = await host.flows.addFile({ path, name, file, offset, data: base64(bytes), isLast: offset + pieceBytes >= content.size }));
  }
  return file!;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call takes so many arguments and no more.
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}

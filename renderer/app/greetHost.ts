import { protocolVersion } from '../../host/contract/app.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { HostLink } from './connectHost.ts';
import { words } from '../words/words.ts';

/** Says hello and asks what the window remembered. Rejects when the two sides do not speak the same protocol. */
export async function greetHost(link: HostLink): Promise<Readonly<Record<string, unknown>>> {
  const host = link.client();
  const hello = await host.app.hello({ protocol: protocolVersion });
  if (hello.protocol !== protocolVersion) throw new AppError('bug', 'protocolDiffers', { message: words.link.protocol(protocolVersion, hello.protocol) });
  link.setCapabilities(hello.capabilities);
  return host.app.preferences({});
}

import Conf from 'conf';
import type { z } from 'zod';
import { AppError } from '../../flows/kit/errors.ts';
import { protocolVersion, type Capability } from '../contract/app.ts';
import type { HostHandlers } from '../contract/contract.ts';
import type { Shell } from './shell.ts';

interface AppServiceOptions {
  readonly dataFolder: string;
  /** Of the app, as `hello` tells it. */
  readonly version: string;
  readonly shell: Shell;
  readonly demoOrgUrl: () => Promise<string | undefined>;
}

type Json = z.core.util.JSONType;

/** Who the host is, what it can do for the person, and the small things the window remembers (`preferences.json`). */
export function appService({ dataFolder, version, shell, demoOrgUrl }: AppServiceOptions): HostHandlers['app'] {
  // A damaged file of preferences is not worth a message: it starts anew. Keys are names, not paths.
  const preferences = new Conf<Record<string, Json>>({
    cwd: dataFolder,
    configName: 'preferences',
    accessPropertiesByDotNotation: false,
    clearInvalidConfig: true,
  });

  return {
    async hello({ protocol }) {
      if (protocol !== protocolVersion) {
        throw new AppError('service', 'protocolMismatch', {
          message: `This window is of another version than Sluice ${version}, which answers it (protocol ${protocol} and ${protocolVersion}).`,
          hint: 'Reload the window; if that does not help, start Sluice again.',
        });
      }
      const url = await demoOrgUrl();
      return {
        protocol: protocolVersion,
        version,
        platform: process.platform,
        capabilities: [...shell.capabilities],
        ...(url === undefined ? {} : { demoOrgUrl: url }),
      };
    },
    preferences: () => preferences.store,
    setPreference({ key, value }) {
      preferences.set(key, value);
      return {};
    },
    pickFile: (pick) => (shell.pickFile ? shell.pickFile(pick) : missing('pickFile')),
    saveFile: (pick) => (shell.saveFile ? shell.saveFile(pick) : missing('saveFile')),
    async reveal({ path }) {
      await (shell.reveal ? shell.reveal(path) : missing('reveal'));
      return {};
    },
    async openExternal({ url }) {
      await (shell.openExternal ? shell.openExternal(url) : missing('openExternal'));
      return {};
    },
  };
}

/** The window asks for capabilities first, so this is a fault of ours. */
function missing(capability: Capability): never {
  throw new AppError('bug', 'notCapable', { message: `The host around this window cannot do "${capability}", and the window asked for it.` });
}

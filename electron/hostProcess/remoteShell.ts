import type { Shell } from '../../host/services/shell.ts';
import { errorOf } from '../shell/refusal.ts';
import type { MessageToHost, MessageToMain, ShellAnswer, ShellRequest } from '../shell/shellMessages.ts';

/** The host's Shell, done by main: dialogs, the file manager and the browser belong to it. */
export interface RemoteShell extends Required<Shell> {
  /** Takes main's answers. */
  take(message: Extract<MessageToHost, { type: 'answer' | 'refused' }>): void;
}

export function remoteShell(post: (message: MessageToMain) => void): RemoteShell {
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<ShellAnswer>>();
  const ask = (request: ShellRequest): Promise<ShellAnswer> => {
    const id = ++lastId;
    const pending = Promise.withResolvers<ShellAnswer>();
    waiting.set(id, pending);
    post({ type: 'ask', id, request });
    return pending.promise;
  };
  return {
    capabilities: ['pickFile', 'saveFile', 'reveal', 'openExternal', 'nativeMenu'],
    pickFile: (input) => ask({ name: 'pickFile', input }),
    saveFile: (input) => ask({ name: 'saveFile', input }),
    reveal: async (path) => void (await ask({ name: 'reveal', input: { path } })),
    openExternal: async (url) => void (await ask({ name: 'openExternal', input: { url } })),
    take(message) {
      const pending = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'answer') pending?.resolve(message.answer);
      else pending?.reject(errorOf(message.error));
    },
  };
}

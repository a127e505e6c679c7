import { BrowserWindow, dialog, shell, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { AppError } from '../../flows/kit/errors.ts';
import { externalLink } from './externalLinks.ts';
import type { FilePick, ShellAnswer, ShellRequest } from './shellMessages.ts';

/** Does what the host process asks of the desktop. Dialogs belong to the window in front. Throws AppError when it refuses. */
export async function answerShell(request: ShellRequest): Promise<ShellAnswer> {
  switch (request.name) {
    case 'pickFile':
      return pickFile(request.input);
    case 'saveFile':
      return saveFile(request.input);
    case 'reveal':
      shell.showItemInFolder(request.input.path);
      return {};
    case 'openExternal':
      await openExternal(request.input.url);
      return {};
  }
}

async function pickFile(pick: FilePick): Promise<ShellAnswer> {
  const options: OpenDialogOptions = { ...common(pick), properties: ['openFile'] };
  const window = frontWindow();
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  const path = filePaths[0];
  return canceled || path === undefined ? {} : { path };
}

async function saveFile(pick: FilePick): Promise<ShellAnswer> {
  const options: SaveDialogOptions = common(pick);
  const window = frontWindow();
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? {} : { path: filePath };
}

async function openExternal(address: string): Promise<void> {
  const link = externalLink(address);
  if (link === undefined) {
    const message = `Sluice opens pages of Salesforce only, and ${address} is none. Copy it to your browser if you trust it.`;
    throw new AppError('service', 'linkRefused', { message });
  }
  await shell.openExternal(link);
}

/** What both dialogs are told. The name of a filter is the patterns themselves: they need no translation. */
function common({ title, extensions, suggestedName }: FilePick) {
  const wanted = { name: extensions.map((extension) => `*.${extension}`).join(', '), extensions };
  return {
    title,
    filters: [...(extensions.length > 0 ? [wanted] : []), { name: '*', extensions: ['*'] }],
    ...(suggestedName === undefined ? {} : { defaultPath: suggestedName }),
  };
}

function frontWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}

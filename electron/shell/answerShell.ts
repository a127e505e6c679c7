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
  const options: OpenDialogOptions = { title: pick.title, properties: ['openFile'], filters: filters(pick), ...(pick.suggestedName ? { defaultPath: pick.suggestedName } : {}) };
  const window = frontWindow();
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  const path = filePaths[0];
  return canceled || path === undefined ? {} : { path };
}

async function saveFile(pick: FilePick): Promise<ShellAnswer> {
  const options: SaveDialogOptions = { title: pick.title, filters: filters(pick), ...(pick.suggestedName ? { defaultPath: pick.suggestedName } : {}) };
  const window = frontWindow();
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? {} : { path: filePath };
}

async function openExternal(address: string): Promise<void> {
  const link = externalLink(address);
  if (link === undefined) {
    throw new AppError('service', 'linkRefused', { message: `Sluice opens pages of Salesforce only, and ${address} is none. Copy it to your browser if you trust it.` });
  }
  await shell.openExternal(link);
}

function filters({ extensions }: FilePick) {
  return [...(extensions.length > 0 ? [{ name: extensions.map((extension) => `*.${extension}`).join(', '), extensions }] : []), { name: '*', extensions: ['*'] }];
}

function frontWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}

import { app, dialog, type BrowserWindow } from 'electron';
import { exitCodes, type AppError } from '../../flows/kit/errors.ts';

/** Says that something behind the window ended, and reloads the window when the person wants that. */
export async function offerReload(window: BrowserWindow, message: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, { type: 'warning', message, buttons: ['Reload the window', 'Not now'], defaultId: 0, cancelId: 1 });
  if (response === 0 && !window.isDestroyed()) window.webContents.reload();
}

/** Says why Sluice cannot go on, and ends it with the exit code of that kind of error. */
export async function cannotRun(error: AppError): Promise<void> {
  console.error(error.message);
  const detail = [error.message, error.hint].filter(Boolean).join('\n\n');
  await dialog.showMessageBox({ type: 'error', message: 'Sluice cannot run.', detail, buttons: ['Quit'] });
  app.exit(exitCodes[error.kind]);
}

import { dialog, type BrowserWindow } from 'electron';

/** A page with unsaved edits refuses to be closed, and Electron does that without a word: this asks instead. */
export function askBeforeLosingEdits(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const leave = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'This flow has changes that are not saved.',
      buttons: ['Keep the window open', 'Close without saving'],
      defaultId: 0,
      cancelId: 0,
    });
    // Preventing this event lets the page go.
    if (leave === 1) event.preventDefault();
  });
}

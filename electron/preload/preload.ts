import { contextBridge, ipcRenderer } from 'electron';

// The only thing the page gets from here, beside a message with its port to the host.
contextBridge.exposeInMainWorld('sluiceHost', { kind: 'electron' });

const isReady = new Promise<void>((resolve) => {
  // The page's own modules have run by then, so somebody listens.
  window.addEventListener('DOMContentLoaded', () => { resolve(); }, { once: true });
});

// Once for the page, and again when the host had to be started anew.
ipcRenderer.on('sluice:port', (event) => {
  void isReady.then(() => { window.postMessage({ sluice: 'port' }, window.location.origin, [...event.ports]); });
});
ipcRenderer.send('sluice:connect');

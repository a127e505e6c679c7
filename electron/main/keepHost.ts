import { BrowserWindow, type WebFrameMain } from 'electron';
import { startHost, type HostProcess, type HostProcessOptions } from './startHost.ts';
import { cannotStart, offerReload } from './stoppedDialogs.ts';

export interface KeptHost {
  connect(frame: WebFrameMain): void;
  stop(): Promise<void>;
}

/**
 * Keeps a host process running: when one ends by itself a new one is started, and the windows are offered a reload, which
 * joins them to it. A host that says why it cannot run is not started again.
 */
export function keepHost(options: Omit<HostProcessOptions, 'onGone'>): KeptHost {
  const start = (): HostProcess =>
    startHost({
      ...options,
      onGone(code, error) {
        if (error !== undefined) return void cannotStart(error);
        current = start();
        const message = `The part of Sluice that does the work ended by itself (exit code ${code}) and was started again. Save is not possible until the window is reloaded.`;
        for (const window of BrowserWindow.getAllWindows()) void offerReload(window, message);
      },
    });
  let current = start();
  return { connect: (frame) => { current.connect(frame); }, stop: () => current.stop() };
}

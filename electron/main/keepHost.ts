import { BrowserWindow, type WebFrameMain } from 'electron';
import { AppError } from '../../flows/kit/errors.ts';
import { isTrustedSender } from './lockDown.ts';
import { startHost, type HostProcess, type HostProcessOptions } from './startHost.ts';

export interface KeptHost {
  connect(frame: WebFrameMain): void;
  stop(): Promise<void>;
}

/** A host that ends by itself this often within a minute has a reason that another start does not remove. */
const mostEndsAMinute = 3;

/**
 * Keeps a host process running: when one ends by itself a new one is started and every window gets a port to it, so that edits in
 * the window are not lost. A host that cannot run is not started again.
 */
export function keepHost(options: Omit<HostProcessOptions, 'onGone'>, onUnable: (error: AppError) => void): KeptHost {
  const ends: number[] = [];
  const start = (): HostProcess =>
    startHost({
      ...options,
      onGone(code, error) {
        if (error !== undefined) return onUnable(error);
        ends.push(performance.now());
        const recent = ends.filter((end) => end > performance.now() - 60_000);
        if (recent.length > mostEndsAMinute) {
          const message = `The part of Sluice that does the work ended ${recent.length} times within a minute. Its last lines are on the console.`;
          return onUnable(new AppError('bug', 'hostEnded', { message }));
        }
        console.error(`The part of Sluice that does the work ended by itself with exit code ${code} and is started again.`);
        current = start();
        for (const { webContents } of BrowserWindow.getAllWindows()) if (isTrustedSender(webContents.mainFrame)) current.connect(webContents.mainFrame);
      },
    });
  let current = start();
  return { connect: (frame) => { current.connect(frame); }, stop: () => current.stop() };
}

import { spawn } from 'node:child_process';

/** Asks the system to open an address; the address was shown as well, so nothing is lost where it cannot. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, before] = platform === 'darwin' ? ['open', []] : platform === 'win32' ? ['rundll32', ['url.dll,FileProtocolHandler']] : ['xdg-open', []];
  spawn(command, [...before, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

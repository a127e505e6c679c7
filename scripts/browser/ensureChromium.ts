import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findBrowser } from './findBrowser.ts';

/** A Chromium for the browser tests: the installed one, else Debian's package (as root), else Playwright's download. Says what it did. */
export function ensureChromium(): string | undefined {
  const found = findBrowser() ?? downloaded();
  if (found !== undefined) {
    console.log(`Browser tests run in ${found}.`);
    return found;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium, Chrome or Edge is installed: installing the package "chromium" with apt-get …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  } else {
    console.log('No Chromium, Chrome or Edge is installed: downloading the one Playwright keeps for itself …');
    spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  }
  const installed = findBrowser() ?? downloaded();
  console.log(installed === undefined ? 'No browser could be installed. Install Chromium, Chrome or Edge, or name one in CHROMIUM.' : `Browser tests run in ${installed}.`);
  return installed;
}

function downloaded(): string | undefined {
  const place = chromium.executablePath();
  return existsSync(place) ? place : undefined;
}

// Downloads Electron's archive into its cache and prints the percentage as it goes; install.js of the package unpacks it from there.
import { createRequire } from 'node:module';
import { downloadArtifact } from '@electron/get';

const require = createRequire(import.meta.url);
const { version } = require('electron/package.json') as { version: string };

try {
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: require('electron/checksums.json') as Record<string, string>,
    downloadOptions: { quiet: true, getProgressCallback: async ({ percent }: { percent: number }) => console.log(Math.floor(percent * 100)) },
  });
} catch (error) {
  const { message, cause } = error as Error;
  console.error(cause instanceof Error ? `${message}: ${cause.message}` : message);
  process.exitCode = 1;
}

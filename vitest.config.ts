import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{flows,host,demoOrg,renderer,electron,scripts}/**/*.test.ts', 'test/**/*.test.ts'],
    sequence: { shuffle: true },
    // Files share a process: nothing here keeps state in modules, and a process for each would cost a third of the time.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

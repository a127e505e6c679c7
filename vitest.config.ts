import { defineConfig } from 'vitest/config';

/** What is waited for comes when it comes: a busy machine fails no test. */
const shared = { sequence: { shuffle: true }, testTimeout: 30_000, hookTimeout: 30_000, expect: { poll: { timeout: 25_000 } } };

/** Their modules keep no state and load nothing that does: their files may share a process, which takes half the time. */
const shareable = ['flows/{audit,kit,model}/**/*.test.ts', 'renderer/**/*.test.ts'];

export default defineConfig({
  test: {
    // Vitest leaves a core free; here many tests wait for a process of their own, and two workers on two cores take two thirds of the time of one.
    maxWorkers: '100%',
    projects: [
      { test: { ...shared, name: 'pure', include: shareable, isolate: false } },
      { test: { ...shared, name: 'parts', include: ['{flows,host,demoOrg,renderer,electron,scripts}/**/*.test.ts', 'test/**/*.test.ts'], exclude: shareable } },
    ],
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{flows,host,demoOrg,renderer,electron,scripts}/**/*.test.ts', 'test/**/*.test.ts'],
    sequence: { shuffle: true },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

import { defineConfig } from 'vitest/config'

const elsewhere = ['**/node_modules/**', '.next/**', '.cache/**', 'data/**', '**/generated/**']

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000, // other work may have the machine
    expect: { poll: { timeout: 15_000 } },
    // Files of a worker share what they import, which is a third of the work; the one module that keeps a state is set anew.
    isolate: false,
    setupFiles: ['scripts/testing/property-seed.ts'],
    reporters: [['default', { summary: false }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, '**/*.db.test.ts', '**/*.slow.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          // real processes, started and killed: for `npm test`, not for `npm run check`
          name: 'slow',
          include: ['**/*.slow.test.ts'],
          exclude: elsewhere,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: elsewhere,
          globalSetup: ['server/adapters/postgres/test-cluster.ts'],
          setupFiles: ['scripts/testing/property-seed.ts', 'server/adapters/testing/config-key.ts'],
          // other work may have the machine: nothing here is timed
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
})

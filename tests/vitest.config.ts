import { defineConfig } from 'vitest/config'

// `unit` needs nothing but Node; `sandbox` drives real engines and runs one file at a time.
export default defineConfig({
  test: {
    retry: 0,
    projects: [
      { test: { name: 'unit', root: 'tests', include: ['unit/**/*.test.ts', 'corpus/**/*.test.ts', 'cli/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'sandbox',
          root: 'tests',
          include: ['sandbox/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
})

import { mkdtempSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// `unit` needs nothing but Node. `sandbox`, `docker` and `docker-life` drive real clusters and run one file at a time; `light`
// has PostgreSQL under so little load that three clusters fit beside each other. `browser` opens reports in Chromium, alone,
// since it measures how fast they are drawn.
// What the sandbox gave is kept for the containers, which must give the same.
const env = { CAPCHECK_TEST_RESULTS: process.env.CAPCHECK_TEST_RESULTS ?? mkdtempSync(join(tmpdir(), 'capcheck-test-')) }
const CLUSTERS = { root: 'tests', testTimeout: 900_000, hookTimeout: 900_000, fileParallelism: false, maxWorkers: 1, env }

export default defineConfig({
  test: {
    retry: 0,
    projects: [
      { test: { name: 'unit', root: 'tests', include: ['unit/**/*.test.ts', 'corpus/**/*.test.ts', 'cli/**/*.test.ts'], setupFiles: [join(import.meta.dirname, 'helpers', 'fuzz-seed.ts')], testTimeout: 60_000, maxWorkers: availableParallelism() } },
      { test: { ...CLUSTERS, name: 'sandbox', include: ['sandbox/*.test.ts'], sequence: { groupOrder: 1 } } },
      { test: { ...CLUSTERS, name: 'light', include: ['sandbox/light/*.test.ts'], fileParallelism: true, maxWorkers: 3, sequence: { groupOrder: 2 } } },
      { test: { ...CLUSTERS, name: 'docker', include: ['docker/comparison.test.ts'], sequence: { groupOrder: 3 } } },
      { test: { ...CLUSTERS, name: 'docker-life', include: ['docker/{compose,lifecycle}.test.ts'], sequence: { groupOrder: 4 } } },
      { test: { name: 'browser', root: 'tests', include: ['browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 5 } } },
    ],
  },
})

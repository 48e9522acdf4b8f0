import { mkdtempSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// `unit` needs nothing but Node. `sandbox`, `docker` and `docker-life` drive real clusters and run one file at a time; `light`
// has PostgreSQL under so little load that four clusters fit beside each other. `browser` opens reports in Chromium, alone,
// since it measures how fast they are drawn.
// What the sandbox gave is kept for the containers, which must give the same.
const env = { CAPCHECK_TEST_RESULTS: process.env.CAPCHECK_TEST_RESULTS ?? mkdtempSync(join(tmpdir(), 'capcheck-test-')) }
const CLUSTERS = { root: 'tests', testTimeout: 900_000, hookTimeout: 900_000, fileParallelism: false, maxWorkers: 1, env }

/** Files that take long, by the end of their paths. */
const LONG = ['sandbox/light/lifecycle.test.ts', 'sandbox/light/sabotage.test.ts', 'sandbox/light/atlas.test.ts', 'sandbox/light/pacelc.test.ts', 'sandbox/light/spoilt-cluster.test.ts', 'unit/selftest/transactions.test.ts', 'cli/check-file.test.ts']

/** Long files begin first, also where no earlier run has shown which they are: begun last, one would run on alone. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((end) => moduleId.endsWith(end))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    retry: 0,
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { name: 'unit', root: 'tests', include: ['unit/**/*.test.ts', 'corpus/**/*.test.ts', 'cli/**/*.test.ts'], setupFiles: [join(import.meta.dirname, 'helpers', 'fuzz-seed.ts')], testTimeout: 60_000, maxWorkers: availableParallelism() } },
      { test: { ...CLUSTERS, name: 'sandbox', include: ['sandbox/*.test.ts'], sequence: { groupOrder: 1 } } },
      { test: { ...CLUSTERS, name: 'light', include: ['sandbox/light/*.test.ts'], fileParallelism: true, maxWorkers: 4, sequence: { groupOrder: 2 } } },
      { test: { ...CLUSTERS, name: 'docker', include: ['docker/{comparison,leaks}.test.ts'], sequence: { groupOrder: 3 } } },
      { test: { ...CLUSTERS, name: 'docker-life', include: ['docker/{compose,lifecycle}.test.ts'], sequence: { groupOrder: 4 } } },
      { test: { name: 'browser', root: 'tests', include: ['browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 5 } } },
    ],
  },
})

import { run } from 'capcheck'
import { expect, it } from 'vitest'

/** The letter that we rely on. Should a new version, a new setting or a new driver lose it, the build fails and says why. */
const EXPECTED = 'postgres/PG-5=CP'

it('PostgreSQL with a synchronous standby does not contradict itself when its network is cut', { timeout: 300_000 }, async () => {
  const { result, unmet, folder } = await run({
    stores: ['postgres'],
    profiles: ['PG-5'],
    workloads: ['register'],
    on: 'sandbox',
    // Shorter than the defaults: half a minute for a build. Fewer attempts only make "inconclusive" more likely.
    beforeMs: 2000,
    minAttempts: 60,
    expect: [EXPECTED],
  })
  // A store that could not be started must not pass for one that behaved.
  expect(result.notRun).toEqual([])
  expect(unmet, `the report is ${folder}/report.html`).toEqual([])
})

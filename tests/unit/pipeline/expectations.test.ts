import { describe, expect, it } from 'vitest'
import { parseExpectations, plannedRows } from '../../../src/pipeline/expectations.ts'
import { select } from '../../../src/pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../../src/run/plan.ts'

const wanted = { stores: [], workloads: [], shapes: [], seed: 1, options: DEFAULT_OPTIONS }
const rows = await plannedRows(await select({ ...wanted, profiles: ['PG-5', 'M-4', 'C-1'] }))

describe('an expectation', () => {
  it.each([
    ['postgres/PG-5=CP', { store: 'postgres', profile: 'PG-5', workload: null, label: 'CP' }],
    ['mongodb/M-6/bank-transfer=neither', { store: 'mongodb', profile: 'M-6', workload: 'bank-transfer', label: 'neither' }],
    ['cassandra/C-7=AP', { store: 'cassandra', profile: 'C-7', workload: null, label: 'AP' }],
  ])('%s', (text, read) => {
    expect(parseExpectations([text], rows)).toEqual([{ text, ...read }])
  })

  it('can be about a workload of the user', async () => {
    const own = await plannedRows(await select({ ...wanted, profiles: ['PG-5'], workloads: ['./templates/workload/workload.mts'] }))
    const name = own.find(({ workload }) => workload !== 'register')!.workload
    expect(parseExpectations([`postgres/PG-5/${name}=CP`], own)).toHaveLength(1)
  })

  it.each([
    ['postgres', /--expect postgres is not understood/, /<store>\/<profile>=<label>/],
    ['postgres/PG-5=', /is not understood/, /<store>/],
    ['postgres/PG-5/a/b=CP', /is not understood/, /<store>/],
    ['postgress/PG-5=CP', /no store "postgress"; allowed: postgres, mongodb, cassandra/, /Did you mean postgres\?/],
    ['postgres/PG5=CP', /no profile "PG5"; allowed: .*PG-5/, /Did you mean PG-5\?/],
    ['mongodb/PG-5=CP', /no profile "PG-5"; allowed: M-1/, /.*/],
    ['postgres/PG-5/bnak-transfer=CP', /no workload "bnak-transfer"; allowed: .*bank-transfer/, /Did you mean bank-transfer\?/],
    ['postgres/PG-5=cp', /no label "cp"; allowed: CP, AP, neither/, /Did you mean CP\?/],
    ['postgres/PG-5=inconclusive', /no label "inconclusive"/, /has observed nothing/],
    ['postgres/PG-2=CP', /about something that is not run; run is: postgres\/PG-5\/register/, /Add it to the run/],
    ['postgres/C-1=AP', /no profile "C-1"/, /.*/],
    ['cassandra/C-7/register=AP', /about something that is not run/, /Add it to the run/],
  ])('%s is refused', (text, message, hint) => {
    expect(() => parseExpectations([text], rows)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) as string, hint: expect.stringMatching(hint) as string, exitCode: 64 }))
  })
})

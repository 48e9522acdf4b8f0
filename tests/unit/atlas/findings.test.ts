import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { profileFor, sharedTrials } from '../../../src/atlas/experiment.ts'
import { isFinding } from '../../../src/atlas/finding.ts'
import { findingNamed, ROWS, rowsNamed } from '../../../src/atlas/findings.ts'
import { SOURCES } from '../../../src/atlas/sources.ts'
import { CONFIRMED } from '../../../src/atlas/confirmed.ts'
import { catalogueText, mergeConfirmed } from '../../../src/cli/catalogue.ts'
import { buildAtlas } from '../../../src/atlas/table.ts'
import { SLOW_LINKS } from '../../../src/core/script.ts'
import { shapeNamed } from '../../../src/faults/shapes.ts'
import { selectFindings } from '../../../src/pipeline/atlas.ts'
import { planTrial, storeNamed } from '../../../src/pipeline/job.ts'
import { atlasMarkdown, atlasText } from '../../../src/report/atlas.ts'
import { everything, load } from '../verdict/scenario.ts'
import { WORKLOADS } from '../../../workloads/index.ts'
import { finding, observed } from './observed.ts'

const FINDINGS = ROWS.filter(isFinding)

describe('the catalogue', () => {
  it('names each row once', () => {
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length)
  })

  it.each(FINDINGS)('$id can be run as it is written', async ({ id, store, shapes, workloads, expects, experiment }) => {
    const [selection] = selectFindings(rowsNamed([id], []), 1).filter(({ trials }) => trials.some(({ findings }) => findings?.includes(id)))
    const job = selection!.trials.find(({ findings }) => findings!.includes(id))!
    const plan = await planTrial(storeNamed(store), job)
    const offered = plan.lanes.map(({ workload }) => workload.name)
    for (const shape of shapes) expect(shapeNamed(shape).name).toBe(shape)
    for (const name of [...workloads, ...expects.map(({ of }) => of ?? 'register')]) expect(offered).toContain(name)
    for (const { workload, profile } of plan.lanes) expect({ workload: workload.name, ...profile }).toMatchObject({ id: expect.any(String), route: expect.anything(), settings: expect.anything() })
    for (const { run } of experiment.script ?? []) expect([SLOW_LINKS, ...Object.keys(storeNamed(store).actions)]).toContain(run)
    const kinds = new Set(WORKLOADS.flatMap((workload) => workload.kinds.map(({ f }) => f)))
    for (const expected of expects) if ('answered' in expected) for (const f of expected.kinds) expect(kinds).toContain(f)
  })

  it('expects something under every shape, and nothing under others', () => {
    for (const { id, shapes, expects, needs = [] } of FINDINGS) {
      const idle = shapes.filter((shape) => !expects.some(({ at }) => at === undefined || at === shape))
      const strange = [...expects, ...needs].flatMap(({ at }) => (at === undefined || shapes.includes(at) ? [] : [at]))
      expect({ id, idle, strange }).toEqual({ id, idle: [], strange: [] })
    }
  })

  it('has no source that no row names', () => {
    const named = new Set(ROWS.flatMap(({ sources }) => sources))
    expect(Object.keys(SOURCES).filter((source) => !named.has(source as keyof typeof SOURCES))).toEqual([])
  })

  it('says when rows were confirmed that there are', () => {
    const rows = FINDINGS.flatMap(({ id, shapes }) => shapes.map((shape) => `${id} ${shape}`))
    expect(Object.keys(CONFIRMED).filter((row) => !rows.includes(row))).toEqual([])
  })

  it('is what docs/catalogue.md says (npm run catalogue writes it)', () => {
    expect(readFileSync(new URL('../../../docs/catalogue.md', import.meta.url), 'utf8')).toBe(catalogueText())
  })
})

describe('names of rows', () => {
  it('take an id without its letter for all of its rows', () => {
    expect(rowsNamed(['PG-5'], []).map(({ id }) => id)).toEqual(expect.arrayContaining(['PG-5a', 'PG-5b']))
    expect(rowsNamed(['pg-5A'], []).map(({ id }) => id)).toEqual(['PG-5a'])
    expect(rowsNamed(['PG-1'], []).map(({ id }) => id)).toEqual(['PG-1'])
    expect(rowsNamed([], ['cassandra']).every(({ store }) => store === 'cassandra')).toBe(true)
  })

  it('are refused when nobody has them', () => {
    expect(() => rowsNamed(['PG-99'], [])).toThrow(/no finding "PG-99"; allowed: PG-1, /)
    expect(() => rowsNamed(['PG-1'], ['mongodb'])).toThrow(/allowed: M-1/)
  })
})

describe('trials of findings', () => {
  it('are shared by findings that do the same, with the lanes of all', () => {
    const [selection] = selectFindings(rowsNamed(['C-1', 'C-7', 'C-3'], ['cassandra']), 4).filter(({ store }) => store.id === 'cassandra')
    const shared = selection!.trials.find(({ findings }) => findings!.includes('C-1'))!
    expect(shared).toMatchObject({ findings: ['C-1', 'C-7'], profile: 'C-1', workloads: ['register', 'likes-counter'], seed: 4 })
    expect(selection!.trials.find(({ findings }) => findings!.includes('C-3'))).toMatchObject({ profile: 'C-3' })
  })

  it('are not shared when the shape, the settings or the script differ', () => {
    const same = [finding(), finding({ id: 'X-2' })]
    const other = finding({ id: 'X-3', experiment: { profile: 'PG-1', script: [{ at: 'steady', run: 'promote' }] } })
    const cases = [...same, other].map((each) => ({ finding: each, shape: 'leader-alone' }))
    const ids = sharedTrials([...cases, { finding: same[0]!, shape: 'leader-in-majority' }]).map(({ cases: group }) => group.map((each) => each.finding.id))
    expect(ids).toEqual([['X-1', 'X-2'], ['X-3'], ['X-1']])
  })

  it('that ruin their cluster get one each, after the others', () => {
    const ruinous = finding({ id: 'X-2', experiment: { profile: 'PG-2', ruins: true } })
    const selections = selectFindings([ruinous, finding(), finding({ id: 'X-3', store: 'mongodb', experiment: { profile: 'M-1' } })], 1)
    expect(selections.map(({ store, trials }) => [store.id, ...trials.flatMap(({ findings }) => findings)])).toEqual([
      ['postgres', 'X-1'],
      ['postgres', 'X-2'],
      ['mongodb', 'X-3'],
    ])
  })

  it('run under the profile with the changes of the finding, and under its name', () => {
    const base = storeNamed('postgres').profiles.find(({ id }) => id === 'PG-5')!
    const profile = profileFor(base, findingNamed('PG-7a'))
    expect(profile).toMatchObject({ id: 'PG-7a', serverSettings: { synchronous_commit: 'remote_apply', wal_sender_timeout: '2s' }, settle: base.settle })
    expect(profile.lanes.register).toEqual({ ...base.lanes.register, id: 'PG-7a', title: profile.title })
    expect(profile.caveat).toBe(base.caveat)
    expect(profileFor(base, findingNamed('PG-5c')).caveat).toMatch(/promotion are done by a script/)
    expect(profileFor(base, finding())).toBe(base)
  })
})

describe('the table', () => {
  const head = { version: '0.1.0', created: '2026-01-02T03:04:05.000Z', seed: 7 }

  it('names the run in which a row was as expected as its last confirmation, and only then', () => {
    const [good, bad] = [finding(), finding({ expects: [{ label: 'AP' }] })].map((row) => buildAtlas({ ...head, rows: [row], trials: [observed()] }).rows[0]!)
    expect(good).toMatchObject({ status: 'as expected', confirmed: { date: '2026-01-02', seed: observed().trial.seed }, command: `capcheck atlas X-1 --seed ${observed().trial.seed}` })
    expect(bad).toMatchObject({ status: 'differs', confirmed: null })
  })

  it('does not take the trial of another shape or finding', () => {
    const rows = [finding({ shapes: ['leader-in-majority'] }), finding({ id: 'X-9' })]
    expect(buildAtlas({ ...head, rows, trials: [observed()] }).rows.map(({ status, trial }) => [status, trial])).toEqual([['inconclusive', null], ['inconclusive', null]])
  })

  it('takes the repetition of what was short of samples, and says so', () => {
    const again = { ...observed({ repetition: 2 }), folder: 'postgres-X-1-leader-alone-r2' }
    const [row] = buildAtlas({ ...head, rows: [finding()], trials: [observed({ minAttempts: 100_000 }), again] }).rows
    expect(row).toMatchObject({ status: 'as expected', trial: again.folder, first: { trial: 'postgres-X-1-leader-alone', why: [expect.stringContaining('"power"')] } })
    const said = 'from a repetition with longer phases; the first trial was inconclusive: CP is open'
    expect(atlasText({ schemaVersion: 1, ...head, rows: [row!] }, 200)).toContain(`    again     ${said}`)
    expect(atlasMarkdown({ schemaVersion: 1, ...head, rows: [row!] })).toContain(said)
  })

  it('takes no repetition of what differs', () => {
    const again = { ...observed({}, load(everything)), folder: 'postgres-X-1-leader-alone-r2' }
    const [row] = buildAtlas({ ...head, rows: [finding({ expects: [{ label: 'AP' }] })], trials: [observed(), again] }).rows
    expect(row).toMatchObject({ status: 'differs', trial: 'postgres-X-1-leader-alone' })
    expect(row).not.toHaveProperty('first')
  })

  it('keeps the newer of two confirmations', () => {
    const known = { 'X-1 leader-alone': { version: '1', date: '2026-01-03', seed: 1 } }
    const { rows } = buildAtlas({ ...head, rows: [finding()], trials: [observed()] })
    expect(mergeConfirmed(known, rows)).toEqual(known)
    expect(mergeConfirmed({}, rows)['X-1 leader-alone']).toMatchObject({ date: '2026-01-02' })
  })
})

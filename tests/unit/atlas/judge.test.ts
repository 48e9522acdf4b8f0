import { describe, expect, it } from 'vitest'
import type { Expectation, Need } from '../../../src/atlas/finding.ts'
import { judgeFinding } from '../../../src/atlas/judge.ts'
import type { FaultRecord } from '../../../src/core/trial.ts'
import { AT } from '../checker/fixture.ts'
import { everything, load, minorityReads, staleProbe, stub } from '../verdict/scenario.ts'
import { finding, observed } from './observed.ts'

const SHAPE = 'leader-alone'
const statusOf = (expected: Expectation, seen = observed()) => judgeFinding(finding({ expects: [expected] }), SHAPE, seen).status
const noted = (detail: FaultRecord['detail'], phase: FaultRecord['phase'] = 'transition'): FaultRecord => ({ time: 1, phase, what: 'as told', detail })

describe('the judge of findings', () => {
  it('says as expected, with what was seen', () => {
    expect(judgeFinding(finding(), SHAPE, observed())).toEqual({ status: 'as expected', observed: ['CP, majority stays up'], why: [], short: false })
  })

  it('says differs, with what was expected', () => {
    const { status, why } = judgeFinding(finding({ expects: [{ label: 'AP' }, { label: ['neither', 'CP'] }] }), SHAPE, observed())
    expect(status).toBe('differs')
    expect(why).toEqual(['expected AP; seen: CP, majority stays up'])
  })

  it('says inconclusive when there was no trial, when it was stopped, and when its cut was not real', () => {
    expect(judgeFinding(finding(), SHAPE, null)).toMatchObject({ status: 'inconclusive', why: ['it was not run'] })
    expect(judgeFinding(finding(), SHAPE, observed({ stopped: { reason: 'error', message: 'n2 died' } }))).toMatchObject({ status: 'inconclusive', why: ['the trial did not run to its end: n2 died'] })
    const { status, why } = judgeFinding(finding({ expects: [{ check: 'stub', is: 'holds' }] }), SHAPE, observed({ probes: [] }))
    expect([status, why[0]]).toEqual(['inconclusive', expect.stringContaining('precondition "cut" is missing')])
  })

  it('says inconclusive when a verdict is open, and why that is', () => {
    const { status, why } = judgeFinding(finding(), SHAPE, observed({ minAttempts: 100_000 }))
    expect(status).toBe('inconclusive')
    expect(why[0]).toMatch(/^CP is open: inconclusive \(Not judged: precondition "power"/)
  })

  it('leaves out what is expected under another shape', () => {
    const expects: Expectation[] = [{ label: 'CP' }, { label: 'AP', at: 'leader-in-majority' }]
    expect(judgeFinding(finding({ expects }), SHAPE, observed()).status).toBe('as expected')
    expect(judgeFinding(finding({ expects }), 'leader-in-majority', observed()).status).toBe('differs')
  })
})

describe('what can be expected', () => {
  it('a label by side', () => {
    expect(statusOf({ side: 'CP' })).toBe('as expected')
    expect(statusOf({ side: 'AP' })).toBe('differs')
  })

  it('a check that holds or is violated', () => {
    const violated = observed({}, undefined, stub({ valid: false }))
    expect(statusOf({ check: 'stub', is: 'holds' })).toBe('as expected')
    expect(statusOf({ check: 'stub', is: 'holds' }, violated)).toBe('differs')
    expect(statusOf({ check: 'stub', is: 'violated' }, violated)).toBe('as expected')
    expect(statusOf({ check: 'stub', is: 'violated' })).toBe('differs')
    expect(statusOf({ check: 'stub', is: 'violated', rare: true })).toBe('inconclusive')
    expect(statusOf({ check: 'stub', is: 'holds' }, observed({}, undefined, stub({ valid: 'unknown' })))).toBe('inconclusive')
    expect(statusOf({ check: 'no such check', is: 'holds' })).toBe('inconclusive')
  })

  it('a figure of a check', () => {
    const over = observed({}, undefined, stub({ valid: false, details: { over: 2, lost: 0 } }))
    expect(statusOf({ check: 'stub', is: 'violated', figure: 'over' }, over)).toBe('as expected')
    expect(statusOf({ check: 'stub', is: 'violated', figure: 'lost' }, over)).toBe('differs')
    expect(statusOf({ check: 'stub', is: 'violated', figure: 'doubled' }, over)).toBe('differs')
  })

  it('a phase in which a check is violated', () => {
    const early = observed({}, undefined, stub({ valid: false, details: { violationsByPhase: { before: 1, steady: 2 } } }))
    expect(statusOf({ check: 'stub', is: 'violated', during: 'before' }, early)).toBe('as expected')
    expect(statusOf({ check: 'stub', is: 'violated', during: 'heal' }, early)).toBe('differs')
    expect(statusOf({ check: 'stub', is: 'violated', during: 'before' }, observed({}, undefined, stub({ valid: false })))).toBe('differs')
  })

  it('a figure that a step of the script reports', () => {
    const reading = (missing: number, ok = true) => observed({ faults: [noted({ step: 'read', ok, missing })] })
    expect(statusOf({ reported: 'read', figure: 'missing' }, reading(2))).toBe('as expected')
    expect(statusOf({ reported: 'read', figure: 'missing' }, reading(0))).toBe('differs')
    expect(statusOf({ reported: 'read', figure: 'missing' }, reading(2, false))).toBe('inconclusive')
    expect(statusOf({ reported: 'write', figure: 'missing' }, reading(2))).toBe('inconclusive')
  })

  it('long forks of a phase', () => {
    const read = (versions: { readonly [object: string]: number }, at: number) => ({ f: 'read', key: 'k0', at: [at, at + 1], result: { versions } }) as const
    const forked = observed({}, [read({ a: 1, b: 2 }, AT.before + 1), read({ a: 2, b: 1 }, AT.before + 5), read({ a: 2, b: 2 }, AT.steady + 1)])
    expect(statusOf({ forks: 'seen', during: 'before' }, forked)).toBe('as expected')
    expect(statusOf({ forks: 'seen', during: 'steady' }, forked)).toBe('differs')
  })

  it('answers of a side', () => {
    const reading = observed({}, load(minorityReads))
    expect(statusOf({ answered: 'all', kinds: ['read'], on: 'minority' }, reading)).toBe('as expected')
    expect(statusOf({ answered: 'none', kinds: ['write'], on: 'minority' }, reading)).toBe('as expected')
    expect(statusOf({ answered: 'some', kinds: ['read', 'write'], on: 'minority' }, reading)).toBe('as expected')
    expect(statusOf({ answered: 'all', kinds: ['read', 'write'], on: 'minority' }, reading)).toBe('differs')
    expect(statusOf({ answered: 'none', kinds: ['read'], on: 'minority' }, reading)).toBe('differs')
    expect(statusOf({ answered: 'none', kinds: ['write'], on: 'minority', during: 'before' }, reading)).toBe('differs')
    expect(statusOf({ answered: 'all', kinds: ['transfer'], on: 'minority' }, reading)).toBe('inconclusive')
  })

  it('answers between none and all decide nothing, and are looked at once more', () => {
    const half = observed({}, load((home, f, count) => (home === 'n1' && f === 'write' ? 'fail' : home === 'n2' && f === 'read' && count % 2 === 0 ? 'fail' : 'ok')))
    for (const share of ['all', 'none'] as const) {
      expect(judgeFinding(finding({ expects: [{ answered: share, kinds: ['read'], on: 'majority' }] }), SHAPE, half).status).toBe(share === 'all' ? 'inconclusive' : 'differs')
    }
    expect(judgeFinding(finding({ expects: [{ answered: 'all', kinds: ['read', 'write'], on: 'majority' }] }), SHAPE, half)).toMatchObject({ status: 'inconclusive', short: true })
    expect(judgeFinding(finding({ expects: [{ answered: 'all', kinds: ['read', 'write'], on: 'minority' }] }), SHAPE, half)).toMatchObject({ status: 'differs', short: false })
  })

  it('how errors are booked', () => {
    const refusing = observed()
    expect(statusOf({ booked: 'fail', code: 'dead', kinds: ['write'] }, refusing)).toBe('as expected')
    expect(statusOf({ booked: 'info', code: 'deadline' }, refusing)).toBe('differs')
    expect(statusOf({ booked: 'info', code: 'connection' }, refusing)).toBe('inconclusive')
    expect(statusOf({ booked: 'fail', code: 'deadline', kinds: ['cas'] }, refusing)).toBe('inconclusive')
  })

  it('where contradictions fall', () => {
    const stale = observed({}, [...load(everything), ...staleProbe('n2', 'n1')])
    expect(statusOf({ witnessIn: ['steady'] }, stale)).toBe('as expected')
    expect(statusOf({ witnessIn: ['heal'] }, stale)).toBe('differs')
    expect(statusOf({ witnessIn: ['steady'] })).toBe('differs')
  })

  it('a lane that the trial did not have', () => {
    expect(statusOf({ label: 'CP', of: 'likes-counter' })).toBe('inconclusive')
  })
})

describe('what must have happened', () => {
  const statusWith = (need: Need, faults: readonly FaultRecord[] = []) => judgeFinding(finding({ needs: [need] }), SHAPE, observed({ faults })).status

  it('a change of leader during the cut', () => {
    expect(statusWith({ happened: 'leader change' })).toBe('inconclusive')
    expect(statusWith({ happened: 'leader change' }, [noted({ node: 'n2', from: 'follower', to: 'leader' }, 'heal')])).toBe('inconclusive')
    expect(statusWith({ happened: 'leader change' }, [noted({ node: 'n1', from: 'leader', to: 'follower' })])).toBe('inconclusive')
    expect(statusWith({ happened: 'leader change' }, [noted({ node: 'n2', from: 'follower', to: 'leader' })])).toBe('as expected')
    expect(statusWith({ happened: 'leader change', at: 'leader-in-majority' })).toBe('as expected')
  })

  it('a step of the script, and a figure of its result', () => {
    expect(statusWith({ done: 'promote' }, [noted({ step: 'promote', ok: true, unshipped: 3 })])).toBe('as expected')
    expect(statusWith({ done: 'promote' }, [noted({ step: 'promote', ok: false })])).toBe('inconclusive')
    expect(statusWith({ done: 'promote' }, [noted(null), noted({ step: 'fence', ok: true })])).toBe('inconclusive')
    expect(statusWith({ done: 'promote', figure: 'unshipped' }, [noted({ step: 'promote', ok: true, unshipped: 1 })])).toBe('as expected')
    expect(statusWith({ done: 'promote', figure: 'unshipped', atLeast: 4 }, [noted({ step: 'promote', ok: true, unshipped: 3 })])).toBe('inconclusive')
    expect(statusWith({ done: 'promote', figure: 'unshipped' }, [noted({ step: 'promote', ok: true })])).toBe('inconclusive')
  })

  it('acknowledged changes', () => {
    expect(statusWith({ acknowledged: 'write', on: 'minority', during: 'before', atLeast: 50 })).toBe('as expected')
    expect(statusWith({ acknowledged: 'write', on: 'minority', during: 'before', atLeast: 51 })).toBe('inconclusive')
    expect(statusWith({ acknowledged: 'write', on: 'minority', during: 'steady' })).toBe('inconclusive')
  })

  it('changes that were sent twice', () => {
    const twice = (type: 'ok' | 'info') => observed({}, [...load(everything), { f: 'write', key: 'k0', value: 901, type, result: { sent: 2 }, at: [2000, 2010] }])
    const need: Need = { sentTwice: 'write', atLeast: 1 }
    expect(judgeFinding(finding({ expects: [{ label: ['AP', 'CP', 'inconclusive'] }], needs: [need] }), SHAPE, twice('ok')).status).toBe('as expected')
    expect(judgeFinding(finding({ needs: [need] }), SHAPE, twice('info')).why[0]).toMatch(/at least 1 write sent twice and acknowledged/)
  })

  it('hides no difference: it is told beside what is missing', () => {
    const { status, why } = judgeFinding(finding({ expects: [{ label: 'AP' }], needs: [{ happened: 'leader change' }] }), SHAPE, observed())
    expect(status).toBe('inconclusive')
    expect(why).toEqual(['it could not show itself, for this has not happened: another node became leader during the cut', 'expected AP; seen: CP, majority stays up'])
  })
})

describe('what is short of samples', () => {
  const few = observed({ minAttempts: 100_000 })
  const shortOf = (changes: Parameters<typeof finding>[0], seen = observed()) => judgeFinding(finding(changes), SHAPE, seen)
  const needs: Need[] = [{ happened: 'leader change' }]

  it('is a verdict without enough attempts, and a need that was not met', () => {
    expect(shortOf({}, few)).toMatchObject({ status: 'inconclusive', short: true })
    expect(shortOf({ needs })).toMatchObject({ status: 'inconclusive', short: true })
    expect(shortOf({ needs, expects: [{ check: 'stub', is: 'violated' }] })).toMatchObject({ status: 'inconclusive', short: true })
    expect(shortOf({ expects: [{ label: 'CP' }, { check: 'stub', is: 'violated', rare: true }] }, few)).toMatchObject({ status: 'inconclusive', short: true })
    expect(shortOf({ expects: [{ check: 'stub', is: 'violated', rare: true }] })).toMatchObject({ status: 'inconclusive', short: true })
  })

  it('is never what differs or shows a wrong label', () => {
    expect(shortOf({ expects: [{ label: 'AP' }] })).toMatchObject({ status: 'differs', short: false })
    expect(shortOf({ expects: [{ label: 'AP' }], needs })).toMatchObject({ status: 'inconclusive', short: false })
    expect(shortOf({ expects: [{ side: 'AP' }], needs })).toMatchObject({ status: 'inconclusive', short: false })
    expect(shortOf({ expects: [{ label: 'CP' }, { check: 'stub', is: 'violated' }] }, few)).toMatchObject({ status: 'differs', short: false })
  })

  it('is nothing that more time would not bring, and nothing that is decided', () => {
    expect(shortOf({})).toMatchObject({ status: 'as expected', short: false })
    expect(judgeFinding(finding(), SHAPE, null).short).toBe(false)
    expect(shortOf({ needs }, observed({ probes: [] })).short).toBe(false)
    expect(shortOf({}, observed({ minAttempts: 100_000, stopped: { reason: 'error', message: 'n2 died' } })).short).toBe(false)
    expect(shortOf({}, observed({ minAttempts: 100_000, views: [] }))).toMatchObject({ status: 'inconclusive', short: false })
    const silent = observed().trial.views.map((view) => (view.phase === 'steady' && view.node === 'n2' ? { ...view, alive: false } : view))
    expect(shortOf({}, observed({ views: silent }))).toMatchObject({ status: 'inconclusive', short: true, why: [expect.stringContaining('precondition "alive" is missing: n2')] })
    expect(shortOf({}, observed({ views: silent, stopped: { reason: 'error', message: 'n2 died' } })).short).toBe(false)
  })
})

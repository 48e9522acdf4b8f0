import { describe, expect, it } from 'vitest'
import { phaseEnd, phaseSpan, verifiedCut } from '../../../src/checker/phase-span.ts'
import { NS_PER_MS } from '../../../src/checker/time.ts'
import { linkProbes, trial } from './fixture.ts'

const ms = (span: { readonly start: number; readonly end: number } | null) => span && [span.start / NS_PER_MS, span.end / NS_PER_MS]

describe('phases in time', () => {
  it('end where the next phase that happened begins', () => {
    expect(ms(phaseSpan(trial().phases, 'steady'))).toEqual([20_000, 40_000])
    expect(phaseEnd({ before: 1, heal: 5 }, 'before')).toBe(5)
    expect(phaseEnd({ before: 1, end: 9 }, 'before')).toBe(9)
    expect(phaseEnd({ before: 1 }, 'before')).toBe(Infinity)
    expect(phaseSpan({ before: 1 }, 'steady')).toBeNull()
  })
})

describe('the proved cut', () => {
  const at = (link: string, time: number) => ({ ...linkProbes()[0]!, link, time: time * NS_PER_MS, state: 'cut' as const })

  it('begins when the last link of the cut was first found closed', () => {
    expect(ms(verifiedCut(trial()))).toEqual([11_000, 40_000])
    const late = linkProbes().map((probe) => (probe.link === 'n1->n2' && probe.time === 11_000 * NS_PER_MS ? { ...probe, time: 12_000 * NS_PER_MS } : probe))
    expect(ms(verifiedCut(trial({ probes: late })))).toEqual([12_000, 40_000])
  })

  it('does not believe a link that was closed before the cut began', () => {
    const probes = [at('n1->n2', 5000), ...linkProbes().filter(({ link }) => link !== 'n1->n2')]
    expect(verifiedCut(trial({ probes }))).toBeNull()
  })

  it('is none without a steady phase or without cut links', () => {
    expect(verifiedCut(trial({ cutLinks: [] }))).toBeNull()
    expect(verifiedCut(trial({ phases: { transition: 1, end: 9 } }))).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { headline, type HeadlineTrial } from '../../../src/verdict/headline.ts'
import type { Label } from '../../../src/verdict/verdict.ts'

const A = 'leader-alone'
const B = 'leader-in-majority'
const trials = (shape: string, ...labels: Label[]): HeadlineTrial[] => labels.map((label) => ({ shape, label, partition: true }))

describe('the headline over shapes and repetitions', () => {
  it('judges each letter alone, over every combination of two trials', () => {
    const labels: readonly Label[] = ['CP', 'AP', 'neither', 'inconclusive']
    const found = labels.map((one) => labels.map((other) => headline(trials(A, one, other))!.label))
    expect(found).toEqual([
      ['CP', 'neither', 'neither', 'inconclusive'],
      ['neither', 'AP', 'neither', 'inconclusive'],
      ['neither', 'neither', 'neither', 'neither'],
      ['inconclusive', 'inconclusive', 'neither', 'inconclusive'],
    ])
  })

  it('names the worst shape with its counts, whichever ran first', () => {
    const found = headline([...trials(B, 'CP', 'CP', 'CP'), ...trials(A, 'neither', 'CP', 'neither')])!
    expect(found).toMatchObject({ label: 'neither', consistency: 'lost', availability: 'lost', worstShape: A })
    expect(found.reason).toBe('C lost in 2 of 6 trials; A lost in 6 of 6 trials; worst under leader-alone.')
    expect(found.shapes).toEqual([
      { shape: B, label: 'CP', trials: 3, lostC: 0, lostA: 3, inconclusive: 0 },
      { shape: A, label: 'neither', trials: 3, lostC: 2, lostA: 3, inconclusive: 0 },
    ])
  })

  it('calls no shape the worst where as much was lost under each', () => {
    const found = headline([...trials(A, 'CP', 'CP'), ...trials(B, 'CP', 'CP')])!
    expect(found).toMatchObject({ worstShape: null, reason: 'C kept in all 4 trials; A lost in 4 of 4 trials.' })
  })

  it('prints how repetitions disagree, and nothing where only shapes differ', () => {
    expect(headline([...trials(A, 'neither', 'CP', 'neither'), ...trials(B, 'CP', 'inconclusive', 'CP')])!.disagreements).toEqual([
      `${A}: 2 of 3 lost C`,
      `${B}: 2 of 3 lost A, 1 of 3 inconclusive`,
    ])
    expect(headline([...trials(A, 'neither', 'neither'), ...trials(B, 'CP', 'CP')])!.disagreements).toEqual([])
  })

  it('leaves a letter open that no trial lost while one is inconclusive, and keeps what was lost', () => {
    const found = headline(trials(A, 'CP', 'inconclusive', 'CP'))!
    expect(found).toMatchObject({ label: 'inconclusive', consistency: 'open', availability: 'lost' })
    expect(found.reason).toBe('C open: no trial lost it, and 1 of 3 is inconclusive; A lost in 2 of 3 trials.')
    expect(headline(trials(A, 'AP', 'AP', 'AP'))!.reason).toBe('C lost in 3 of 3 trials; A kept in all 3 trials.')
  })

  it('says what is missing of the full sweep', () => {
    expect(headline(trials(A, 'CP'))!.missing).toEqual([`${A} ran 1 of 3 times`, `${B} was not run`])
    expect(headline([...trials(A, 'CP', 'CP', 'CP'), ...trials(B, 'CP', 'CP', 'CP')])!.missing).toEqual([])
  })

  it('leaves out what was no partition, and says nothing when nothing is left', () => {
    const paused: HeadlineTrial = { shape: 'pause', label: 'inconclusive', partition: false }
    expect(headline([...trials(A, 'CP'), paused])).toMatchObject({ label: 'CP', shapes: [{ shape: A }] })
    expect(headline([paused])).toBeNull()
  })
})

import { GUARANTEES, READ, WRITE, brokenGuarantees } from '../../checker/sessions/guarantees.ts'
import type { Random } from '../../core/random.ts'
import type { Answer } from '../compare.ts'

/** A read or write with its version, as the rows of `SessionColumns`, but one object each. */
export interface PlainRow {
  readonly session: number
  readonly key: number
  readonly kind: number
  readonly call: number
  readonly ret: number
  readonly low: number
  readonly high: number
}

export function randomRows(dice: Random): PlainRow[] {
  return Array.from({ length: 2 + dice.below(7) }, () => {
    const call = dice.below(20)
    const low = dice.below(8)
    return { session: dice.below(2), key: dice.below(2), kind: dice.below(2), call, ret: dice.below(8) === 0 ? Infinity : call + dice.below(6), low, high: low + dice.below(3) }
  })
}

/** The fast search for broken guarantees beside the comparison of all pairs. */
export const brokenPairs = {
  checker: (rows: readonly PlainRow[]): Answer => {
    const column = (name: keyof PlainRow): number[] => rows.map((row) => row[name])
    const columns = {
      session: Int32Array.from(column('session')),
      key: Int32Array.from(column('key')),
      kind: Uint8Array.from(column('kind')),
      call: Float64Array.from(column('call')),
      ret: Float64Array.from(column('ret')),
      low: Float64Array.from(column('low')),
      high: Float64Array.from(column('high')),
    }
    return answer(brokenGuarantees(columns).map(({ guarantee, later }) => `${guarantee} ${later}`))
  },
  reference: (rows: readonly PlainRow[]): Answer => answer(allPairs(rows)),
  show: (rows: readonly PlainRow[]): string => rows.map((row) => `  ${JSON.stringify(row)}`).join('\n'),
}

function answer(broken: readonly string[]): Answer {
  return { valid: broken.length === 0, detail: [...new Set(broken)].sort().join(', ') }
}

function allPairs(rows: readonly PlainRow[]): string[] {
  const [mr, ryw, wfr, mw] = GUARANTEES
  return rows.flatMap((a) =>
    rows.flatMap((b, later) => {
      if (a.session !== b.session || a.key !== b.key || !(a.ret < b.call) || !(b.high < a.low)) return []
      return [`${b.kind === READ ? (a.kind === READ ? mr : ryw) : a.kind === WRITE ? mw : wfr} ${later}`]
    }),
  )
}

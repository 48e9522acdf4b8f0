import type { JudgedExpectation } from '../report/expectations.ts'
import type { Io } from './io.ts'

/** One line for each run that is not what was expected, to the reader. Says whether all is as expected. */
export function sayExpectations(judged: readonly JudgedExpectation[], io: Io): boolean {
  const unmet = judged.flatMap((each) => each.unmet)
  for (const { message } of unmet) io.err(`NOT MET: ${message}`)
  const met = judged.filter((each) => each.unmet.length === 0).length
  if (judged.length > 0) io.err(`Expectations: ${met} of ${judged.length} met.`)
  return unmet.length === 0
}

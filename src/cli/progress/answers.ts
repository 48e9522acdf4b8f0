import type { Answers, SideAnswers } from '../../run/pulse.ts'

/** Both together, side by side. */
export function added(before: readonly SideAnswers[], more: readonly SideAnswers[]): readonly SideAnswers[] {
  if (before.length === 0) return more
  return more.map((side, index) => ({ ...side, reads: sum(before[index]!.reads, side.reads), changes: sum(before[index]!.changes, side.changes) }))
}

function sum(a: Answers, b: Answers): Answers {
  return { ended: a.ended + b.ended, answered: a.answered + b.answered }
}

/** `minority n1: 20 of 20 reads, 0 of 14 changes answered`, one line a side. */
export function answerLines(sides: readonly SideAnswers[]): string[] {
  return sides.map(({ side, nodes, reads, changes }) => `${side} ${nodes.join(', ')}: ${share(reads)} reads, ${share(changes)} changes answered`)
}

function share({ ended, answered }: Answers): string {
  return `${answered} of ${ended}`
}

import type { TestCase, TestSuite } from '../junit.ts'
import { cellText, hasRuns, type ComparedRow, type Comparison } from './comparison.ts'
import { reasonsOf, runFacts } from './text.ts'

/**
 * A comparison as one test suite, a case a row: labels that differ fail; a row that is inconclusive in every run that has it, or
 * that not every run has, is skipped; a store that a run could not start is an error.
 */
export function junitOfComparison({ results, rows }: Comparison): TestSuite[] {
  const nameOf = (index: number) => results[index]!.name
  const missing = results.flatMap(({ name, result }) =>
    result.notRun.map(({ store, reason }): TestCase => ({ name: `${store} in ${name}`, className: `capcheck.${store}`, outcome: { kind: 'error', message: `not run: ${reason}` } })),
  )
  return [
    {
      name: results.map(({ name }) => name).join(' | '),
      properties: Object.fromEntries(results.map((named) => [named.name, runFacts(named)])),
      cases: [...rows.map((row) => caseOf(row, nameOf)), ...missing],
    },
  ]
}

function caseOf(row: ComparedRow, nameOf: (index: number) => string): TestCase {
  const seen = row.cells.map((cell, index) => `${nameOf(index)}: ${cellText(cell)}`).join('; ')
  const detail = reasonsOf(row, nameOf).join('\n')
  const inconclusive = row.cells.every((cell) => !hasRuns(cell) || cell.runs.every(({ verdict }) => verdict.label === 'inconclusive'))
  const outcome =
    row.difference === 'differs'
      ? { kind: 'failure' as const, message: `labels differ: ${seen}`, detail }
      : inconclusive
        ? { kind: 'skipped' as const, message: `inconclusive: ${seen}`, detail }
        : row.difference === 'partial'
          ? { kind: 'skipped' as const, message: `not in every run: ${seen}` }
          : undefined
  return {
    name: `${row.profileId} ${row.workload}, ${row.shape}`,
    className: `capcheck.${row.store}.${row.profileId}`,
    ...(outcome === undefined ? {} : { outcome }),
    output: seen,
  }
}

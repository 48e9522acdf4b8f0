import { EXIT } from '../../core/errors.ts'
import { readStoredResults } from '../../pipeline/stored-results.ts'
import { compareResults, type Comparison } from '../../report/comparison/comparison.ts'
import { junitOfComparison } from '../../report/comparison/junit.ts'
import { renderComparisonMarkdown } from '../../report/comparison/markdown.ts'
import { renderComparisonCsv, renderComparisonJson } from '../../report/comparison/table-files.ts'
import { renderComparisonText } from '../../report/comparison/text.ts'
import { ciFiles, type CiFlags } from '../ci-files.ts'
import type { System } from '../system.ts'

export interface CompareFlags extends CiFlags {
  /** How the comparison is printed. */
  readonly format: 'text' | 'markdown' | 'csv' | 'json'
}

const RENDER: { readonly [format in CompareFlags['format']]: (comparison: Comparison) => string } = {
  text: renderComparisonText,
  markdown: renderComparisonMarkdown,
  csv: renderComparisonCsv,
  json: renderComparisonJson,
}

/**
 * `capcheck compare <run...>`: stored results side by side. Writes the files for CI only.
 *
 * @returns 0 every row has one label; 1 labels differ; 2 no row is in two of several runs, so nothing was compared
 */
export function compare(paths: readonly string[], flags: CompareFlags, system: System): number {
  const { io } = system
  const files = ciFiles(flags, system)
  const { results, remarks } = readStoredResults(paths)
  for (const remark of remarks) io.err(`note: ${remark}`)
  const comparison = compareResults(results)
  io.out(RENDER[flags.format](comparison).trimEnd())
  files.write(() => junitOfComparison(comparison), () => `## capcheck compare\n\n${renderComparisonMarkdown(comparison)}`)
  if (comparison.rows.some(({ difference }) => difference === 'differs')) return EXIT.broken
  return results.length > 1 && comparison.shared === 0 ? EXIT.inconclusive : EXIT.ok
}

import { cellText, hasRuns, labelCounts, type ComparedRow, type Comparison } from './comparison.ts'
import type { ComparedHeadline } from './headlines.ts'

const HEAD = ['row', 'difference', 'store', 'config', 'profile', 'workload', 'shape', 'textbook']

/**
 * The comparison as CSV (RFC 4180): one line a row, one column a run, names in the first line. The first column tells lines of
 * one shape from headlines, which are the worst over shapes and repetitions and so have an empty shape.
 */
export function renderComparisonCsv({ results, rows, headlines }: Comparison): string {
  const lines = [[...HEAD, ...results.map(({ name }) => name)], ...rows.map(shapeLine), ...headlines.map(headlineLine)]
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('')
}

/** The comparison as JSON. Changes within one `schemaVersion` only add fields. */
export function renderComparisonJson({ results, rows, headlines, shared }: Comparison): string {
  const value = {
    schemaVersion: 1,
    runs: results.map(({ name, result: { created, tool, provider, engines, notRun } }) => ({ name, created, version: tool.version, provider, engines, notRun })),
    same: rows.every(({ difference }) => difference !== 'differs'),
    shared,
    headlines,
    rows: rows.map(({ cells, ...row }) => ({
      ...row,
      cells: cells.map((cell) =>
        hasRuns(cell) ? { labels: Object.fromEntries(labelCounts(cell)), runs: cell.runs.map(({ id, verdict }) => ({ id, ...verdict })) } : cell,
      ),
    })),
  }
  return `${JSON.stringify(value, null, 1)}\n`
}

function shapeLine({ difference, store, config, profileId, workload, shape, textbook, cells }: ComparedRow): string[] {
  return ['shape', difference, store, config, profileId, workload, shape, textbook, ...cells.map((cell) => (hasRuns(cell) ? cellText(cell) : cell.missing))]
}

function headlineLine({ differs, store, config, profileId, workload, textbook, cells }: ComparedHeadline): string[] {
  const difference: ComparedRow['difference'] = differs ? 'differs' : cells.includes(null) ? 'partial' : 'same'
  return ['headline', difference, store, config, profileId, workload, '', textbook, ...cells.map((cell) => cell?.label ?? 'none')]
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

import { cellText, hasRuns, labelCounts, type Comparison } from './comparison.ts'

/** The comparison as CSV (RFC 4180): one line a row, one column a run, names in the first line. */
export function renderComparisonCsv({ results, rows }: Comparison): string {
  const head = ['difference', 'store', 'config', 'profile', 'workload', 'shape', 'textbook', ...results.map(({ name }) => name)]
  const body = rows.map((row) => [row.difference, row.store, row.config, row.profileId, row.workload, row.shape, row.textbook, ...row.cells.map((cell) => (hasRuns(cell) ? cellText(cell) : cell.missing))])
  return [head, ...body].map((line) => `${line.map(csvField).join(',')}\r\n`).join('')
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

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

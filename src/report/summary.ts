import { code, md } from './markdown-text.ts'
import { notRunList, verdictTable } from './markdown.ts'
import type { Result } from './result.ts'
import { headline } from './sentences.ts'

/** What a page of a CI job has room for (GitHub takes 1 MiB a step): the verdicts and how to repeat them. */
export function renderSummary(result: Result): string {
  const parts = ['## capcheck', `**${md(headline(result))}**`, verdictTable(result), ...notRunList(result), `Repeat with ${code(result.command)}`]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

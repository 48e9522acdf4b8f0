import type { JudgedExpectation } from './expectations.ts'
import { code, md } from './markdown-text.ts'
import { headlineTable, notRunList, verdictTable } from './markdown.ts'
import type { Result } from './result.ts'
import { headline } from './sentences.ts'

/** What a page of a CI job has room for (GitHub takes 1 MiB a step): the verdicts and how to repeat them. */
export function renderSummary(result: Result, judged: readonly JudgedExpectation[]): string {
  const parts = ['## capcheck', `**${md(headline(result))}**`, headlineTable(result), verdictTable(result), ...notRunList(result), expectations(judged), `Repeat with ${code(result.command)}`]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function expectations(judged: readonly JudgedExpectation[]): string {
  const lines = judged.flatMap(({ expectation, unmet }) => (unmet.length === 0 ? [`- met: ${code(expectation.text)}`] : unmet.map(({ message }) => `- **not met**: ${md(message)}`)))
  return lines.length === 0 ? '' : ['Expectations:', '', ...lines].join('\n')
}

import { usageError } from '../core/errors.ts'
import { resultText } from '../pipeline/finish-run.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { parseResult, type Result } from '../report/result.ts'
import { renderText } from '../report/text.ts'
import { recordedFor } from './recorded.ts'

const FORMATS = ['text', 'markdown', 'html', 'json'] as const

/** What a result can be turned into. */
export type RenderFormat = (typeof FORMATS)[number]

/**
 * Turns a result into text for a terminal (at most 100 columns, no colours), Markdown, one HTML file that loads nothing, or
 * exactly result.json.
 *
 * Charts need the operations, which result.json does not hold: the page has them for results of `run` and `check`
 * in this process; for one that was read from a file it says that they were not at hand.
 *
 * @throws CapcheckError (`exitCode` 64) when `result` is none, naming its first field that does not fit
 */
export async function render(result: Result, format: RenderFormat): Promise<string> {
  parseResult(result)
  switch (format) {
    case 'text':
      return renderText(result)
    case 'markdown':
      return renderMarkdown(result)
    case 'json':
      return resultText(result)
    case 'html': {
      // The page brings a renderer with it that nothing else needs.
      const { renderHtml } = await import('../report/html/page.tsx')
      return renderHtml(result, recordedFor(result))
    }
    default:
      throw usageError(`render: no format "${String(format)}"; allowed: ${FORMATS.join(', ')}`)
  }
}

import { renderToString } from 'preact-render-to-string'
import type { Result } from '../result.ts'
import { headline } from '../sentences.ts'
import { embedJson, withoutLongAnswers } from './embed.ts'
import { commonLimit } from './timeline/budget.ts'
import { Latency } from './latency.tsx'
import type { Recorded } from './recorded.ts'
import { Patterns } from './charts/patterns.tsx'
import { typeset } from './parts.tsx'
import { RunSection } from './run.tsx'
import { SCRIPT } from './script.ts'
import { FIGURE_STYLES } from './styles-figures.ts'
import { STYLES } from './styles.ts'
import { Colophon, Comparison, Headlines, Meaning } from './summary.tsx'

export interface HtmlOptions {
  /** Operations in all timelines together at most. The page says how many it left out. */
  readonly maxOperations?: number
}

/** Nothing is ever loaded: what the page needs is inside it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

/** Some 15 bytes each: with the charts of some twenty runs the page stays below 3 MB. */
const MOST_OPERATIONS = 100_000

/**
 * The report as one HTML file, a pure function of its arguments. `recorded` holds per run id what is drawn beside the
 * result; a run without it is shown without its charts and its timeline.
 */
export function renderHtml(result: Result, recorded: ReadonlyMap<string, Recorded>, options: HtmlOptions = {}): string {
  const counts = [...recorded.values()].map(({ operations }) => operations.length)
  const page = <Page result={result} recorded={recorded} limit={commonLimit(counts, options.maxOperations ?? MOST_OPERATIONS)} />
  return `<!doctype html>\n${renderToString(page)}\n`
}

interface PageProps {
  readonly result: Result
  readonly recorded: ReadonlyMap<string, Recorded>
  readonly limit: number
}

function Page({ result, recorded, limit }: PageProps) {
  const anchors = new Map(result.runs.map((run, index) => [run.id, `run-${index + 1}`]))
  const anchorOf = (id: string) => anchors.get(id) ?? ''
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <title>capcheck report</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLES + FIGURE_STYLES }} />
      </head>
      <body>
        <Patterns />
        <header>
          <p class="brand">capcheck report</p>
          <h1>{typeset(headline(result))}</h1>
          <p class="js-only controls" hidden>
            <button type="button" data-theme-switch>
              Theme: system
            </button>
            <button type="button" data-open="true">
              Open all
            </button>
            <button type="button" data-open="false">
              Close all
            </button>
          </p>
        </header>
        <main>
          <Headlines result={result} />
          <Comparison result={result} anchorOf={anchorOf} />
          <Meaning />
          <Latency pacelc={result.pacelc} />
          {result.runs.map((run, index) => (
            <RunSection
              run={run}
              anchor={anchorOf(run.id)}
              open={index === 0}
              recorded={recorded.get(run.id)}
              limit={limit}
            />
          ))}
        </main>
        <Colophon result={result} />
        <script type="application/json" id="result" dangerouslySetInnerHTML={{ __html: embedJson(withoutLongAnswers(result)) }} />
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  )
}

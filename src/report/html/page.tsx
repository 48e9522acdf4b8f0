import { renderToString } from 'preact-render-to-string'
import type { Operation } from '../../core/event.ts'
import type { Result } from '../result.ts'
import { headline } from '../sentences.ts'
import { embedJson, withoutLongAnswers } from './embed.ts'
import { Latency } from './latency.tsx'
import { RunSection } from './run.tsx'
import { SCRIPT } from './script.ts'
import { FIGURE_STYLES } from './styles-figures.ts'
import { STYLES } from './styles.ts'
import { Colophon, Comparison, Meaning } from './summary.tsx'

export interface HtmlOptions {
  /** Operations drawn in one timeline at most. The page says how many it left out. */
  readonly maxOperations?: number
}

/** Nothing is ever loaded: what the page needs is inside it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

/**
 * The report as one HTML file. `operations` holds the operations per run id, for the timelines;
 * a run without any is shown without its timeline.
 */
export function renderHtml(result: Result, operations: ReadonlyMap<string, readonly Operation[]>, options: HtmlOptions = {}): string {
  const page = <Page result={result} operations={operations} maxOperations={options.maxOperations ?? 5000} />
  return `<!doctype html>\n${renderToString(page)}\n`
}

interface PageProps {
  readonly result: Result
  readonly operations: ReadonlyMap<string, readonly Operation[]>
  readonly maxOperations: number
}

function Page({ result, operations, maxOperations }: PageProps) {
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
        <header>
          <p class="brand">capcheck report</p>
          <h1>{headline(result)}</h1>
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
          <Comparison result={result} anchorOf={anchorOf} />
          <Meaning />
          <Latency pacelc={result.pacelc} />
          {result.runs.map((run, index) => (
            <RunSection
              run={run}
              anchor={anchorOf(run.id)}
              open={index === 0}
              operations={operations.get(run.id)}
              maxOperations={maxOperations}
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

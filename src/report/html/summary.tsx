import { formatCount, formatMs } from '../format.ts'
import { headlineNotes, shownHeadlines } from '../headline-words.ts'
import type { Result } from '../result.ts'
import { BENCHMARK_CAVEAT, LABEL_WORDS } from '../sentences.ts'
import { comparisonTable, type ComparisonRow } from '../table.ts'
import { LONGEST_ANSWER } from './embed.ts'
import { Badge, Scroll, Table, typeset } from './parts.tsx'

const SIGNS = { 'as taught': '=', 'not as taught': '≠', undecided: '?' } as const

/** Store × configuration × workload: what is taught beside what was seen. */
export function Comparison({ result, anchorOf }: { result: Result; anchorOf: (runId: string) => string }) {
  const { rows, notRun } = comparisonTable(result)
  return (
    <section aria-label="Comparison">
      {rows.length > 0 && (
        <Scroll label="Comparison of all runs">
          <table class="comparison stack">
            <caption class="hidden">Textbook label and observed label of every run</caption>
            <thead>
              <tr>
                {['Store', 'Configuration', 'Workload', 'Textbook', 'Observed', ...(result.pacelc === undefined ? [] : ['PACELC']), 'By side', 'Why'].map((cell) => (
                  <th scope="col">{cell}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ComparisonLine row={row} anchor={anchorOf(row.runId)} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {notRun.map(({ store, reason, hint }) => (
        <p class="callout">
          <b>{store} was not run:</b> {reason} {hint}
        </p>
      ))}
      <p class="note">{BENCHMARK_CAVEAT}</p>
    </section>
  )
}

function ComparisonLine({ row, anchor }: { row: ComparisonRow; anchor: string }) {
  return (
    <tr>
      <th scope="row" data-label="Store">
        {row.store}
      </th>
      <td data-label="Configuration">
        <a href={`#${anchor}`}>{row.configuration}</a>
        <small>{row.shape}</small>
      </td>
      <td data-label="Workload">{row.workload}</td>
      <td data-label="Textbook">
        <span class="taught">{row.textbook}</span>
      </td>
      <td data-label="Observed">
        <Badge label={row.observed} />
        <small>
          <span aria-hidden="true">{SIGNS[row.agreement]} </span>
          {row.agreement}
          {row.subLabel !== null && `; ${row.subLabel}`}
        </small>
      </td>
      {row.pacelc !== null && (
        <td data-label="PACELC">
          <b>{row.pacelc.word}</b>
          <small>{row.pacelc.slopes}</small>
        </td>
      )}
      <td data-label="By side">{row.sideScope}</td>
      <td data-label="Why">{typeset(row.reason)}</td>
    </tr>
  )
}

/** The worst over shapes and repetitions, where a configuration was cut several times. */
export function Headlines({ result }: { result: Result }) {
  const shown = shownHeadlines(result)
  if (shown.length === 0) return null
  return (
    <section aria-label="Worst over shapes and repetitions">
      <h2>Worst over shapes and repetitions</h2>
      <Table
        caption="Worst over shapes and repetitions"
        head={['Store', 'Configuration', 'Workload', 'Textbook', 'Observed', 'Worst cut', 'Why']}
        rows={shown.map((each) => [
          ...[each.storeTitle, each.profile, each.workload, each.textbook],
          <Badge label={each.label} />,
          each.worstShape ?? 'all alike',
          <span class="wide">{[each.reason, ...headlineNotes(each)].join(' ')}</span>,
        ])}
      />
      <h2>Every trial</h2>
    </section>
  )
}

/** What the labels mean, for a reader who meets them here for the first time. */
export function Meaning() {
  return (
    <details class="meaning">
      <summary>How to read the labels</summary>
      <dl class="facts">
        {(['CP', 'AP', 'neither', 'inconclusive'] as const).map((label) => (
          <>
            <dt>
              <Badge label={label} />
            </dt>
            <dd>{LABEL_WORDS[label]}.</dd>
          </>
        ))}
      </dl>
      <p>
        <b>Observed</b> asks every node that had not failed. <b>By side</b> lets clients use any node of their own side.
        Availability is judged while the cut holds and the store has settled; consistency over the whole history. One
        contradiction proves a violation; finding none proves nothing beyond the operations that were checked.
      </p>
      <p>
        A run goes through six <b>phases</b>: setup; before, with all links open; transition, when the cut begins and the store reacts;
        steady, in which availability is judged; heal, with all links open again; after, the final reads. A <b>95 % bound</b> says
        how large the share of the rarer outcome may still be although it was seen seldom or never. A <b>probe</b> writes on one side of the
        cut and then reads on the other.
      </p>
    </details>
  )
}

/** Versions, time and the command that repeats it all. */
export function Colophon({ result }: { result: Result }) {
  return (
    <footer>
      <h2>Repeat</h2>
      <p>
        <code class="command">{result.command}</code>
      </p>
      <h2>Versions</h2>
      <Table
        caption="Versions"
        head={['Engine', 'Version', 'Came from', 'SHA-256']}
        rows={result.engines.map((engine) => [
          engine.name,
          engine.version,
          engine.origin,
          engine.sha256 === null ? 'no single file' : <code class="hash">{engine.sha256}</code>,
        ])}
      />
      {result.timeBudget.length > 0 && (
        <>
          <h2>Time</h2>
          <Table
            caption="Time per store"
            head={['Store', 'Boot', 'Phases', 'Checks', 'Report', 'Teardown']}
            rows={result.timeBudget.map(({ store, steps }) => [
              store,
              ...[steps.boot, steps.phases, steps.checks, steps.report, steps.teardown].map(formatMs),
            ])}
          />
        </>
      )}
      <p class="note">
        capcheck {result.tool.version}, provider {result.provider}, created {result.created}, seeds {result.seeds.join(', ')},
        exit code {result.exitCode}. The data behind this page is embedded in it: result.json, in which answers of witnesses longer
        than {formatCount(LONGEST_ANSWER)} characters are cut.
      </p>
    </footer>
  )
}

import { shapeText } from './format.ts'
import { headlineNotes, headlineSentence, shownHeadlines } from './headline-words.ts'
import { afterHealText, verdictSentence } from './sentences.ts'
import type { TestCase, TestSuite } from './junit.ts'
import type { Result, Run } from './result.ts'

/**
 * A result as test suites: a suite a trial, a case a run. A verdict passes, whichever it is, because it is a finding;
 * one more suite has the configurations that were cut several times;
 * an inconclusive run is skipped with its reason; a store that could not be run is an error. What is not as expected fails.
 *
 * @param unmet what was expected of runs and did not come, by run id
 */
export function junitOfResult(result: Result, unmet: ReadonlyMap<string, readonly string[]>): TestSuite[] {
  const trials = Map.groupBy(result.runs, (run) => run.trial)
  const missing = result.notRun.map(({ store, reason, hint }) => ({
    ...{ name: store, timestamp: result.created, properties: {} },
    cases: [{ name: `${store} runs`, className: `capcheck.${store}`, outcome: { kind: 'error' as const, message: `not run: ${reason}`, detail: hint === '' ? reason : `${reason}\n${hint}` } }],
  }))
  return [...[...trials].map(([name, runs]) => suiteOf(name, runs, result, unmet)), ...headlineSuite(result), ...missing]
}

/** The worst over shapes and repetitions; an open one is skipped, as an inconclusive run is. */
function headlineSuite(result: Result): TestSuite[] {
  const shown = shownHeadlines(result)
  if (shown.length === 0) return []
  const cases = shown.map((each): TestCase => ({
    name: `${each.profileId} ${each.workload}, worst over shapes and repetitions`,
    className: `capcheck.${each.store}.${each.profileId}`,
    ...(each.label === 'inconclusive' ? { outcome: { kind: 'skipped', message: `inconclusive: ${each.reason}` } } : {}),
    output: [headlineSentence(each), ...headlineNotes(each)].join('\n'),
  }))
  return [{ name: 'worst over shapes and repetitions', timestamp: result.created, cases, properties: {} }]
}

function suiteOf(name: string, runs: readonly Run[], result: Result, unmet: ReadonlyMap<string, readonly string[]>): TestSuite {
  const [{ config, shape, repetition, seed, phases }] = runs as readonly [Run]
  return {
    ...{ name, timestamp: result.created, cases: runs.map((run) => caseOf(run, unmet.get(run.id) ?? [])) },
    ...(phases.end === undefined ? {} : { seconds: phases.end / 1e9 }),
    properties: { configuration: config, shape, ...(repetition === undefined ? {} : { repetition }), seed, provider: result.provider, version: result.tool.version, command: result.command },
  }
}

function caseOf(run: Run, unmet: readonly string[]): TestCase {
  const { label, reason, sideScope } = run.verdict
  const outcome =
    unmet.length > 0
      ? { kind: 'failure' as const, message: unmet[0]!, detail: unmet.join('\n') }
      : label === 'inconclusive'
        ? { kind: 'skipped' as const, message: `inconclusive: ${reason}` }
        : undefined
  return {
    name: `${run.profileId} ${run.workload}, ${shapeText(run)}`,
    className: `capcheck.${run.store}.${run.profileId}`,
    ...(outcome === undefined ? {} : { outcome }),
    output: [`${run.profile}: ${verdictSentence(run)}`, `Taught as ${run.textbook}; by side: ${sideScope}.`, afterHealText(run), `History: ${run.trial}/${run.history.file}, seed ${run.seed}`].join('\n'),
  }
}

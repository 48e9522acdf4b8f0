import { afterHealText, verdictSentence } from './sentences.ts'
import type { TestCase, TestSuite } from './junit.ts'
import type { Result, Run } from './result.ts'

/**
 * A result as test suites: a suite a trial, a case a run. A verdict passes, whichever it is, because it is a finding;
 * an inconclusive run is skipped with its reason; a store that could not be run is an error.
 */
export function junitOfResult(result: Result): TestSuite[] {
  const trials = Map.groupBy(result.runs, (run) => run.trial)
  const missing = result.notRun.map(({ store, reason, hint }) => ({
    ...{ name: store, timestamp: result.created, properties: {} },
    cases: [{ name: `${store} runs`, className: `capcheck.${store}`, outcome: { kind: 'error' as const, message: `not run: ${reason}`, detail: hint === '' ? reason : `${reason}\n${hint}` } }],
  }))
  return [...[...trials].map(([name, runs]) => suiteOf(name, runs, result)), ...missing]
}

function suiteOf(name: string, runs: readonly Run[], result: Result): TestSuite {
  const [{ config, shape, seed, phases }] = runs as readonly [Run]
  return {
    ...{ name, timestamp: result.created, cases: runs.map(caseOf) },
    ...(phases.end === undefined ? {} : { seconds: phases.end / 1e9 }),
    properties: { configuration: config, shape, seed, provider: result.provider, version: result.tool.version, command: result.command },
  }
}

function caseOf(run: Run): TestCase {
  const { label, reason, sideScope } = run.verdict
  return {
    name: `${run.profileId} ${run.workload}, ${run.shape}`,
    className: `capcheck.${run.store}.${run.profileId}`,
    ...(label === 'inconclusive' ? { outcome: { kind: 'skipped', message: `inconclusive: ${reason}` } } : {}),
    output: [`${run.profile}: ${verdictSentence(run)}`, `Taught as ${run.textbook}; by side: ${sideScope}.`, afterHealText(run), `History: ${run.trial}/${run.history.file}, seed ${run.seed}`].join('\n'),
  }
}

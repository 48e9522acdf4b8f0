import { shapeText } from './format.ts'
import { configId, type Result, type ResultLabel, type Run } from './result.ts'
import { labelText } from './sentences.ts'

/** Labels that can be expected. An inconclusive run has observed nothing, so it meets no expectation. */
export const EXPECTABLE = ['CP', 'AP', 'neither'] as const satisfies readonly ResultLabel[]

/** `postgres/PG-5=CP`, or for one workload `postgres/PG-5/bank-transfer=CP`. */
export interface Expectation {
  /** As the user wrote it. */
  readonly text: string
  readonly store: string
  /** Catalogue id of a configuration (all its workloads), or of what a workload earns under one (`C-7`). */
  readonly profile: string
  readonly workload: string | null
  readonly label: (typeof EXPECTABLE)[number]
}

/** What an expectation can be about: a run, or one that is planned. */
export interface Expectable {
  readonly store: string
  /** Catalogue id of the configuration. */
  readonly config: string
  readonly profileId: string
  readonly workload: string
}

/** What came of one expectation. All of its runs must have the label: every workload and every shape. */
export interface JudgedExpectation {
  readonly expectation: Expectation
  /** Empty when it is met. */
  readonly unmet: readonly { readonly runId: string | null; readonly message: string }[]
}

export function isAbout({ store, profile, workload }: Expectation, row: Expectable): boolean {
  return row.store === store && (row.config === profile || row.profileId === profile) && (workload === null || row.workload === workload)
}

/** A stored run as what an expectation can be about: its `config` is an id and a title. */
export function expectableRun(run: Run): Expectable {
  return { store: run.store, config: configId(run.config), profileId: run.profileId, workload: run.workload }
}

/** Holds a result against what was expected of it. */
export function judgeExpectations(result: Result, expectations: readonly Expectation[]): JudgedExpectation[] {
  return expectations.map((expectation) => {
    const runs = result.runs.filter((run) => isAbout(expectation, expectableRun(run)))
    if (runs.length > 0) return { expectation, unmet: runs.filter((run) => run.verdict.label !== expectation.label).map((run) => unmetRun(expectation, run)) }
    const missing = result.notRun.find(({ store }) => store === expectation.store)
    return { expectation, unmet: [{ runId: null, message: `expected ${expectation.text}: it was not run${missing === undefined ? '' : `: ${missing.reason}`}` }] }
  })
}

/** Messages of unmet expectations by run. */
export function unmetByRun(judged: readonly JudgedExpectation[]): ReadonlyMap<string, readonly string[]> {
  const all = judged.flatMap(({ unmet }) => unmet.flatMap(({ runId, message }) => (runId === null ? [] : [{ runId, message }])))
  return new Map([...Map.groupBy(all, ({ runId }) => runId)].map(([runId, found]) => [runId, found.map(({ message }) => message)]))
}

function unmetRun({ text }: Expectation, run: Run) {
  const { id, profileId, workload, verdict } = run
  return { runId: id, message: `expected ${text}, but ${profileId} ${workload}, ${shapeText(run)} is ${labelText(verdict.label)}: ${verdict.reason}` }
}

/**
 * capcheck as a library: `import { run, check, classify, render } from 'capcheck'` (docs/library.md).
 * What is exported here keeps its meaning within a major version; nothing else of the package is meant to be imported.
 */
export { check } from './library/check.ts'
export type { CheckOptions, CheckedHistoryFile, CheckedRun } from './library/check.ts'
export { classify } from './library/classify.ts'
export type { Classification, Observations } from './library/classify.ts'
export { render } from './library/render.ts'
export type { RenderFormat } from './library/render.ts'
export { run } from './library/run.ts'
export type { RunOptions, RunOutcome } from './library/run.ts'
export { CapcheckError } from './core/errors.ts'
export type { Result, ResultLabel, Run } from './report/result.ts'
export type { RunEvent } from './run/events.ts'

// What a workload file of your own is made of (capcheck init), for `import type`.
export type { HistoryEvent, Operation } from './core/event.ts'
export type { Json } from './core/json.ts'
export type { Completion, Op } from './core/op.ts'
export type { TrialRecord } from './core/trial.ts'
export type { Check, CheckInput, CheckResult, Kind, LaneSettings, StoreWorkload, Witness, Workload } from './core/workload.ts'
export type { CassandraSession } from './stores/cassandra/client.ts'
export type { MongodbSession } from './stores/mongodb/session.ts'
export type { PostgresSession } from './stores/postgres/session.ts'

// What a model of your own is made of (capcheck check --model).
export type { Model } from './checker/models/model.ts'

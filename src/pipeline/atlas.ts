import { existsSync } from 'node:fs'
import { type Case, sharedTrials } from '../atlas/experiment.ts'
import { isFinding, type Row } from '../atlas/finding.ts'
import { ROWS, rowsNamed } from '../atlas/findings.ts'
import type { Atlas } from '../atlas/table.ts'
import { EXIT, usageError } from '../core/errors.ts'
import { DEFAULT_OPTIONS } from '../run/plan.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { finishRun } from './finish-run.ts'
import { storeNamed, type TrialJob } from './job.ts'
import type { Selection } from './select.ts'
import { atlasOf, readAtlas } from './stored-atlas.ts'

/**
 * The trials that show these rows. Those of one store share a cluster, but for experiments that ruin it, which come last and
 * get a cluster each.
 */
export function selectFindings(rows: readonly Row[], seed: number): Selection[] {
  const cases = rows.filter(isFinding).flatMap((finding) => finding.shapes.map((shape): Case => ({ finding, shape })))
  const trials = sharedTrials(cases).map(({ cases: [first, ...others] }) => {
    const { store, experiment } = first.finding
    const workloads = new Set([first, ...others].flatMap(({ finding }) => finding.workloads))
    const job: TrialJob = {
      ...{ profile: experiment.profile, shape: first.shape, seed, options: { ...DEFAULT_OPTIONS, ...experiment.options } },
      // In the order of reports.
      workloads: [...new Set(['register', ...WORKLOADS.map(({ name }) => name).filter((name) => workloads.has(name))])],
      findings: [first, ...others].map(({ finding }) => finding.id),
    }
    return { store, job, ruins: experiment.ruins === true }
  })
  return [...Map.groupBy(trials, ({ store }) => store)].flatMap(([id, group]) => {
    const store = storeNamed(id)
    const shared = group.filter(({ ruins }) => !ruins).map(({ job }) => job)
    return [...(shared.length === 0 ? [] : [{ store, trials: shared }]), ...group.filter(({ ruins }) => ruins).map(({ job }) => ({ store, trials: [job] }))]
  })
}

/**
 * Judges the findings of a stored run anew, without a cluster; writes nothing. Findings that the folder holds no trial of
 * are left out, unless they are asked for.
 *
 * @throws CapcheckError (exit 64) when the folder holds no run, or none of the atlas
 */
export async function checkAtlas(folder: string, ids: readonly string[], stores: readonly string[]): Promise<Atlas> {
  const finished = await finishRun(folder)
  const there = new Set(finished.trials.flatMap(({ trial }) => trial.findings ?? []))
  if (there.size === 0 && existsSync(folder)) throw usageError(`${folder} holds no findings`, 'capcheck atlas writes such folders; for others there is capcheck check.')
  const rows = ids.length > 0 ? rowsNamed(ids, stores) : ROWS.filter(({ id, store }) => there.has(id) && (stores.length === 0 || stores.includes(store)))
  return atlasOf(rows, finished, { ...readAtlas(folder).atlas, seed: finished.trials[0]?.trial.seed ?? 0 })
}

/** The worst row decides. */
export function atlasExitCode({ rows }: Atlas): number {
  if (rows.some(({ status }) => status === 'differs')) return EXIT.broken
  return rows.some(({ status }) => status === 'inconclusive') ? EXIT.inconclusive : EXIT.ok
}

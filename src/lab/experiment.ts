import { DEFAULT_OPTIONS } from '../run/plan.ts'
import type { Wanted } from '../pipeline/select.ts'
import type { Lab, LabRun } from './definition.ts'

/** What a lab runs, with what the student chose; null when it runs nothing on a cluster. */
export function wantedBy(lab: Lab, predictions: { readonly [id: string]: string }, seed: number): Wanted | null {
  const { run } = lab
  if (run === undefined) return null
  return { stores: [], profiles: profilesOf(lab, run, predictions), workloads: run.workloads, shapes: run.shapes, seed, options: optionsOf(run) }
}

function profilesOf({ predictions: items }: Lab, run: LabRun, predictions: { readonly [id: string]: string }): string[] {
  const chosen = items.flatMap((item) => (item.kind === 'profile' ? [predictions[item.id]!] : []))
  return [...new Set([...run.profiles, ...chosen])]
}

function optionsOf({ beforeMs, steadyMs, minAttempts }: LabRun): Wanted['options'] {
  return {
    ...DEFAULT_OPTIONS,
    ...(beforeMs === undefined ? {} : { beforeMs }),
    ...(steadyMs === undefined ? {} : { steadyMs }),
    ...(minAttempts === undefined ? {} : { minAttempts }),
  }
}

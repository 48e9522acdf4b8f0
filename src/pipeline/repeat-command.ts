import { imageFlags } from '../core/image-flags.ts'
import { DEFAULT_OPTIONS, type TrialOptions } from '../run/plan.ts'
import type { Images, ProviderName } from './ground.ts'
import type { Selection } from './select.ts'

/** What a run was asked for; absent lists were left to their defaults. */
export interface Asked {
  readonly profiles?: readonly string[] | undefined
  readonly workloads?: readonly string[] | undefined
  readonly images: Images
  readonly options: TrialOptions
  readonly repeat?: number | undefined
  readonly pacelc?: boolean | undefined
  /** Expectations as they were written. */
  readonly expect?: readonly string[] | undefined
  readonly seed: number
}

/** The command that repeats a run: everything that was left to defaults is named. */
export function repeatCommand(asked: Asked, selections: readonly Selection[], provider: ProviderName): string {
  const words = ['capcheck run']
  const add = (flag: string, values: readonly string[]) => words.push(`--${flag} ${[...new Set(values)].join(',')}`)
  add('store', selections.map(({ store }) => store.id))
  add('profile', asked.profiles ?? selections.flatMap(({ trials }) => trials.map((trial) => trial.profile)))
  if (asked.workloads !== undefined) add('workload', asked.workloads)
  add('shape', selections.flatMap(({ trials }) => trials.map((trial) => trial.shape)))
  words.push(`--on ${provider}`, ...imageFlags(asked.images))
  const flags = [
    ['rate', 'rate'],
    ['deadline', 'deadlineMs'],
    ['before', 'beforeMs'],
    ['steady', 'steadyMs'],
    ['min-attempts', 'minAttempts'],
  ] as const
  for (const [flag, name] of flags) if (asked.options[name] !== DEFAULT_OPTIONS[name]) words.push(`--${flag} ${asked.options[name]}`)
  if (asked.repeat !== undefined && asked.repeat > 1) words.push(`--repeat ${asked.repeat}`)
  if (asked.pacelc) words.push('--pacelc')
  if (asked.expect !== undefined) add('expect', asked.expect)
  return [...words, `--seed ${asked.seed}`].join(' ')
}

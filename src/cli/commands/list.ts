import { NAMED_MODELS } from '../../checker/named/table.ts'
import { EXIT, usageError } from '../../core/errors.ts'
import { SHAPES } from '../../faults/shapes.ts'
import { STORES } from '../../stores/stores.ts'
import { WORKLOADS } from '../../../workloads/index.ts'
import type { Io } from '../io.ts'

/** What can be named in a command, by kind: name and title. */
export const LISTS: { readonly [what: string]: () => readonly (readonly [string, string])[] } = {
  stores: () => STORES.map((store) => [store.id, `${store.title}; textbooks say ${store.textbook}`]),
  profiles: () =>
    STORES.flatMap((store) =>
      store.profiles.map((profile) => {
        const others = Object.entries(profile.lanes).filter(([, lane]) => lane.id !== profile.id)
        const lanes = others.map(([workload, lane]) => `; ${workload} is ${lane.id}, ${lane.title}`).join('')
        return [profile.id, `${store.title}: ${profile.title}${lanes}`] as const
      }),
    ),
  workloads: () => WORKLOADS.map((workload) => [workload.name, workload.title]),
  models: () => NAMED_MODELS.map((model) => [model.name, model.title]),
  errors: () => STORES.flatMap((store) => store.errorTable.map(({ match, type, why }) => [store.id, `${match}: ${type}, ${why}`] as const)),
  shapes: () => SHAPES.map((shape) => [shape.name, shape.title]),
}

/** `capcheck list`: what can be named in a run. */
export function list(what: string | undefined, io: Io): number {
  if (what !== undefined && !(what in LISTS)) throw usageError(`nothing to list under "${what}"; allowed: ${Object.keys(LISTS).join(', ')}`)
  for (const name of what === undefined ? Object.keys(LISTS) : [what]) {
    if (what === undefined) io.out(`${name}:`)
    for (const [id, title] of LISTS[name]!()) io.out(`  ${id.padEnd(20)} ${title}`)
  }
  return EXIT.ok
}

import type { Json } from '../../core/json.ts'

/** Server settings of a profile whose names start with this belong to the replica set's configuration. */
const REPLICA_SET_PREFIX = 'settings.'

type Settings = { readonly [name: string]: Json }

/** The `settings` document of the replica set's configuration. */
export function replicaSetSettings(settings: Settings): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([name]) => name.startsWith(REPLICA_SET_PREFIX))
      .map(([name, value]) => [name.slice(REPLICA_SET_PREFIX.length), value]),
  )
}

/** The settings that every mongod gets as `--setParameter`. */
export function serverParameters(settings: Settings): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !name.startsWith(REPLICA_SET_PREFIX)))
}

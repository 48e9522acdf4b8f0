import type { NodeId } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'

/** Server settings of a profile whose names start with this belong to the replica set's configuration. */
const REPLICA_SET_PREFIX = 'settings.'

/** Not a parameter of any server: the member that votes and holds no data. */
const ARBITER = 'arbiter'

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
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== ARBITER && !name.startsWith(REPLICA_SET_PREFIX)))
}

/** The node that is an arbiter; undefined where all hold data. */
export function arbiterOf(settings: Settings): NodeId | undefined {
  return settings[ARBITER] as NodeId | undefined
}

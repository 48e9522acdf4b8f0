import { messageOf } from '../../core/errors.ts'
import type { Store } from '../../core/store.ts'
import { causalReads, causalWrites } from './causal.ts'
import { DRIVER_SETTINGS, MongodbNodeClient } from './client.ts'
import { container } from './container.ts'
import { classify, ERROR_TABLE } from './errors.ts'
import { watchLeader } from './leader-watch.ts'
import { MONGODB_PORT } from './members.ts'
import { prepareNode } from './nodes.ts'
import { PROFILES, SERVER_SETTINGS } from './profiles.ts'
import { boot, configure, readSettings } from './replica-set.ts'
import type { MongodbSession } from './session.ts'
import { health, view } from './view.ts'
import { encodeCommand } from './wire.ts'

/** MongoDB 7.0: a replica set, n1 leading before each cut; all members hold data unless the profile names an arbiter. */
export const mongodb: Store<MongodbSession> = {
  id: 'mongodb',
  title: 'MongoDB',
  textbook: 'CP',
  profiles: PROFILES,
  linkPort: MONGODB_PORT,
  clientPort: MONGODB_PORT,
  probePayload: encodeCommand({ hello: 1, $db: 'admin' }),
  prepareNode,
  container,
  boot,
  configure,
  driverSettings: DRIVER_SETTINGS,
  readSettings: (cluster) => readSettings(cluster, SERVER_SETTINGS),
  view,
  health: (cluster) => health(cluster).catch((error: unknown) => ({ ok: false, detail: messageOf(error) })),
  actions: { 'causal writes': causalWrites, 'causal reads': causalReads },
  watchLeader,
  open: (cluster, home, node, options) => new MongodbNodeClient(cluster.dial(home, node), options),
  classify,
  errorTable: ERROR_TABLE,
}

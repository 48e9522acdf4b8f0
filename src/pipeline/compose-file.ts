import { renderCompose } from '../clusters/compose/render.ts'
import { composeFile } from '../clusters/compose/topology.ts'
import { NODES } from '../core/ids.ts'
import type { Profile } from '../core/profile.ts'
import type { Store } from '../core/store.ts'
import { STORES } from '../stores/stores.ts'
import { type Images, imagesFor } from './ground.ts'
import { DEFAULT_PROFILES } from './select.ts'

/** The profile whose server settings a compose cluster starts with: the first that a run would take. */
export function composeProfile(store: Store<unknown>): Profile {
  return store.profiles.find(({ id }) => id === DEFAULT_PROFILES[store.id]?.[0]) ?? store.profiles[0]!
}

/** The text of `docker-compose.yml`, a profile for each store. */
export function composeText(images: Images): string {
  const named = new Map<string, string>(imagesFor(STORES, images).map(({ name, image }) => [name, image]))
  const stores = STORES.map((store) => {
    const { id, linkPort, clientPort, container } = store
    return { id, linkPort, clientPort, container, image: named.get(id)!, serverSettings: composeProfile(store).serverSettings }
  })
  return renderCompose(composeFile(stores, named.get('toxiproxy')!, NODES))
}

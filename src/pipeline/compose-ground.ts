import { toxiproxyPart } from '../clusters/compose/labels.ts'
import { partsOf, storesUp } from '../clusters/compose/parts.ts'
import { dockerEngine, type Engine as Docker } from '../clusters/docker/engine.ts'
import { describeImage } from '../clusters/docker/images.ts'
import { NODES } from '../core/ids.ts'
import type { Engine, Store } from '../core/store.ts'
import type { EngineName, EngineReport } from '../engines/engines.ts'
import { type Ground, problemOf } from './ground.ts'

/** Looks for the compose clusters of these stores. Never throws for their sake: what is not up is in the reports. */
export async function composeGround(stores: readonly Store<unknown>[]): Promise<Ground> {
  try {
    const docker = await dockerEngine()
    const found = await Promise.all(stores.map((store) => reportsOf(docker, store)))
    const engines = found.flat()
    const toxiproxy = engines.find(({ name, engine }) => name === 'toxiproxy' && engine !== null)
    return { provider: 'compose', engines: [...engines.filter(({ name }) => name !== 'toxiproxy'), ...(toxiproxy === undefined ? [] : [toxiproxy])], obstacle: null }
  } catch (error) {
    return { provider: 'compose', engines: [], obstacle: problemOf(error) }
  }
}

/** Stores whose compose profile is up, in the order of the reports; none when no engine answers. */
export async function composeStores(stores: readonly Store<unknown>[]): Promise<string[]> {
  const up = await dockerEngine()
    .then(storesUp)
    .catch((): string[] => [])
  return stores.map(({ id }) => id).filter((id) => up.includes(id))
}

/** The images that a store's nodes and their Toxiproxies run, told by those of the first node. */
async function reportsOf(docker: Docker, { id }: Store<unknown>): Promise<EngineReport[]> {
  try {
    const parts = await partsOf(docker, id, NODES)
    const image = async (name: string, part: string): Promise<EngineReport> => {
      const { image: reference, imageId } = parts.get(part)!
      const engine: Engine = await describeImage(docker, name, reference, imageId)
      return { name: name as EngineName, remarks: [], engine, problem: null }
    }
    return await Promise.all([image(id, NODES[0]!), image('toxiproxy', toxiproxyPart(NODES[0]!))])
  } catch (error) {
    return [{ name: id as EngineName, remarks: [], engine: null, problem: { ...problemOf(error), packages: [] } }]
  }
}

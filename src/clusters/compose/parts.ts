import { environmentError } from '../../core/errors.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Address } from '../../core/store.ts'
import { api, type Engine } from '../docker/engine.ts'
import { dockerError } from '../docker/errors.ts'
import { PART_LABEL } from '../docker/labels.ts'
import { COMPOSE_LABEL, toxiproxyPart } from './labels.ts'

/** One container of a compose cluster that runs. */
export interface Part {
  /** `n1`, `n1.toxiproxy`. */
  readonly name: string
  readonly id: string
  /** As the compose file names it. */
  readonly image: string
  readonly imageId: string
  /** Where the ports inside are published; a host of `0.0.0.0` stands for all addresses. */
  readonly ports: ReadonlyMap<number, Address>
}

export type Parts = ReadonlyMap<string, Part>

type Listed = Awaited<ReturnType<ReturnType<typeof api>['listContainers']>>[number]

/** Stores whose profile is up, or half up. */
export async function storesUp(engine: Engine): Promise<string[]> {
  const running = (await listed(engine)).filter(({ State }) => State === 'running')
  return [...new Set(running.map(({ Labels }) => Labels[COMPOSE_LABEL]!))].toSorted()
}

/**
 * The containers of one store's compose cluster.
 *
 * @throws CapcheckError (exit 3) when there is no such cluster, when another profile is up, or when parts do not run
 */
export async function partsOf(engine: Engine, store: string, nodes: readonly NodeId[]): Promise<Parts> {
  const all = await listed(engine)
  const containers = all.filter(({ Labels }) => Labels[COMPOSE_LABEL] === store)
  const up = `docker compose --profile ${store} up --detach --wait`
  if (containers.length === 0) {
    const others = [...new Set(all.map(({ Labels }) => Labels[COMPOSE_LABEL]!))].toSorted()
    const there = others.length === 0 ? 'no compose cluster is running' : `the profile ${store} of the compose file is not up; up: ${others.join(', ')}`
    throw environmentError(there, `${up}, where docker-compose.yml is (capcheck compose writes it).`)
  }
  const parts = new Map<string, Part>()
  const problems: string[] = []
  for (const name of nodes.flatMap((node) => [toxiproxyPart(node), node])) {
    const candidates = containers.filter(({ Labels }) => Labels[PART_LABEL] === name)
    const running = candidates.find(({ State }) => State === 'running')
    if (running === undefined) problems.push(await whyNot(engine, name, candidates[0]))
    else parts.set(name, partOf(name, running))
  }
  if (problems.length > 0) throw environmentError(`the compose cluster of ${store} is half up: ${problems.join('; ')}`, `docker compose --profile ${store} down --volumes, then ${up}.`)
  return parts
}

async function listed(engine: Engine): Promise<Listed[]> {
  try {
    return await api(engine).listContainers({ all: true, filters: { label: [COMPOSE_LABEL] } })
  } catch (error) {
    throw dockerError('the containers of the compose cluster cannot be listed', error)
  }
}

function partOf(name: string, { Id, Image, ImageID, Ports }: Listed): Part {
  const ports = Ports.filter(({ PublicPort }) => PublicPort !== undefined).map(({ IP, PrivatePort, PublicPort }) => [PrivatePort, { host: IP, port: PublicPort }] as const)
  return { name, id: Id, image: Image, imageId: ImageID, ports: new Map(ports) }
}

/** Why a part does not run, in the engine's own words where it has some. */
async function whyNot(engine: Engine, name: string, container: Listed | undefined): Promise<string> {
  if (container === undefined) return `${name} is not there`
  const state = await api(engine)
    .getContainer(container.Id)
    .inspect()
    .then(({ State }) => State)
    .catch(() => null)
  if (state === null) return `${name} is not there`
  if (/port is already allocated|address already in use/i.test(state.Error)) return `${name} could not start, since a port is taken: ${state.Error}`
  if (state.Error !== '') return `${name} could not start: ${state.Error}`
  if (state.Status === 'exited') return `${name} has ended with exit code ${state.ExitCode}${state.OOMKilled ? ' (out of memory)' : ''}`
  return `${name} is ${state.Status}`
}

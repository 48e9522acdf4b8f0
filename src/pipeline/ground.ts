import { bringImage, checkImageName, TOXIPROXY_IMAGE } from '../clusters/docker/images.ts'
import { dockerEngine, type Engine as Docker } from '../clusters/docker/engine.ts'
import { CapcheckError, messageOf, usageError } from '../core/errors.ts'
import { NODES } from '../core/ids.ts'
import type { Store } from '../core/store.ts'
import { type EngineName, type EngineReport, type Problem, type Progress, resolveIn, type Workshop } from '../engines/engines.ts'
import { sandboxObstacle } from '../engines/system.ts'
import { STORES } from '../stores/stores.ts'

/** Where the nodes of a run live. */
export type ProviderName = 'docker' | 'sandbox' | 'compose'
/** Images by what they are the engine of, as the user named them. */
export type Images = { readonly [name: string]: string }

/** Where nodes can live, with what is there to run them, or why they cannot. */
export interface Ground {
  readonly provider: ProviderName
  readonly engines: readonly EngineReport[]
  /** Why nothing can be started here at all; null when it can. */
  readonly obstacle: Pick<Problem, 'reason' | 'hint'> | null
}

/** Memory that the engine and the proxies need beside the nodes, in MiB. */
const SPARE_MIB = 256

/**
 * Reads `mongodb=mongo:8.2` of the command line.
 *
 * @throws CapcheckError (exit 64) naming what is not understood and what is allowed
 */
export function parseImages(texts: readonly string[]): Images {
  const allowed = [...STORES.map(({ id }) => id), 'toxiproxy']
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', image] = [text.split('=', 1)[0], text.split('=').slice(1).join('=')]
      if (!allowed.includes(name) || image === '') throw usageError(`--image ${text} is not understood`, `Write <engine>=<image>, with one of ${allowed.join(', ')}: --image mongodb=mongo:8.2`)
      checkImageName(image)
      return [name, image]
    }),
  )
}

/** Images that a run of these stores needs, by what they are the engine of. */
export function imagesFor(stores: readonly Store<unknown>[], chosen: Images): { readonly name: EngineName; readonly image: string }[] {
  const needed = stores.map((store) => ({ name: store.id as EngineName, image: chosen[store.id] ?? store.container.image }))
  return [...needed, { name: 'toxiproxy', image: chosen.toxiproxy ?? TOXIPROXY_IMAGE }]
}

/** Takes Docker when an engine answers, else the sandbox; an image that was named decides for Docker. Compose is taken only by name. */
export async function chooseProvider(on: 'auto' | ProviderName, images: Images): Promise<ProviderName> {
  const named = Object.keys(images).length > 0
  if (on === 'sandbox' && named) throw usageError('--image is for containers, not for --on sandbox', 'Leave one of them away. setup and CAPCHECK_… variables choose the engines of the sandbox.')
  if (on === 'compose' && named) throw usageError('--image is not for --on compose, which takes the images that run already', 'capcheck compose --image … writes a docker-compose.yml with other images.')
  if (on !== 'auto') return on
  if (named) return 'docker'
  return dockerEngine().then(
    () => 'docker' as const,
    () => 'sandbox' as const,
  )
}

/** Looks for the engines of the sandbox; brings nothing. */
export async function sandboxGround(stores: readonly Store<unknown>[], shop: Workshop): Promise<Ground> {
  const names = [...stores.map((store) => store.id as EngineName), 'toxiproxy' as const]
  const [engines, obstacle] = await Promise.all([resolveIn(shop, names, false), sandboxObstacle(shop)])
  return { provider: 'sandbox', engines, obstacle }
}

/** Looks for the images, pulls those that are missing. Never throws for their sake: what went wrong is in the reports. */
export async function dockerGround(stores: readonly Store<unknown>[], images: Images, progress: Progress): Promise<Ground> {
  try {
    const docker = await dockerEngine()
    const engines = await Promise.all(imagesFor(stores, images).map(({ name, image }) => dockerReport(docker, stores, name, image, progress)))
    return { provider: 'docker', engines, obstacle: null }
  } catch (error) {
    return { provider: 'docker', engines: [], obstacle: problemOf(error) }
  }
}

async function dockerReport(docker: Docker, stores: readonly Store<unknown>[], name: EngineName, image: string, progress: Progress): Promise<EngineReport> {
  const store = stores.find(({ id }) => id === name)
  const lack = store === undefined ? null : tooLittleMemory(store, docker.info.containerRuntime.memory)
  if (lack !== null) return { name, remarks: [], engine: null, problem: { ...lack, packages: [] } }
  let pulled = false
  try {
    const engine = await bringImage(docker, name, image, (done, total) => {
      pulled = true
      progress.bytes(name, `pulling ${image}`, done, total)
    })
    if (pulled) progress.end(name, `${image} is there`)
    return { name, remarks: [], engine, problem: null }
  } catch (error) {
    if (pulled) progress.end(name, `${image} was not pulled`)
    return { name, remarks: [], engine: null, problem: { ...problemOf(error), packages: [] } }
  }
}

/**
 * Why an engine with so much memory (bytes) cannot hold a cluster of the store; null when it can. Started all the same,
 * its nodes would be killed one by one.
 */
export function tooLittleMemory(store: Pick<Store<unknown>, 'title' | 'container'>, bytes: number): Pick<Problem, 'reason' | 'hint'> | null {
  const has = bytes / 2 ** 20
  const needs = NODES.length * store.container.memoryMiB + SPARE_MIB
  if (has >= needs) return null
  const gib = (mib: number) => (mib / 1024).toFixed(1)
  return {
    reason: `too little memory: the container engine has ${gib(has)} GiB, ${NODES.length} nodes of ${store.title} need ${gib(needs)} GiB`,
    hint: 'Give the engine more (Docker Desktop: Settings, Resources), or run other stores (--store).',
  }
}

/** What went wrong, in words for the user. */
export function problemOf(error: unknown): Pick<Problem, 'reason' | 'hint'> {
  return { reason: messageOf(error), hint: error instanceof CapcheckError ? (error.hint ?? '') : '' }
}

import { environmentError, messageOf, usageError } from '../../core/errors.ts'
import type { Engine as Found } from '../../core/store.ts'
import { api, type Engine } from './engine.ts'

/** The proxy beside each node; the version whose behaviour the links rely on. */
export const TOXIPROXY_IMAGE = 'ghcr.io/shopify/toxiproxy:2.12.0'

/** Name, optional tag, optional digest, as `docker pull` takes them. */
const REFERENCE = /^([a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[a-f0-9]{64})?$/

/** Official images tell the version of what is in them by a variable. */
const VERSION_VARIABLE = /^(?:PG|MONGO|CASSANDRA)_VERSION=(\d+(?:\.\d+)*)/

/** Told while an image is pulled: bytes of the layers known so far. */
export type OnPull = (done: number, total: number) => void

/** @throws CapcheckError (exit 64) when the text is no name of an image */
export function checkImageName(image: string): void {
  if (!REFERENCE.test(image)) throw usageError(`"${image}" is no name of an image`, 'Name it as docker pull does: mongo:8.2, registry.example:5000/postgres:17, mongo@sha256:….')
}

/** Is the image there? */
export async function imageIsThere(engine: Engine, image: string): Promise<boolean> {
  return (await inspect(engine, image)) !== null
}

/**
 * Finds an image, or pulls it.
 *
 * @param name what it is the engine of: `mongodb`, `toxiproxy`
 * @throws CapcheckError (exit 3) when it is not there and cannot be pulled
 */
export async function bringImage(engine: Engine, name: string, image: string, onPull: OnPull): Promise<Found> {
  return described(name, image, (await inspect(engine, image)) ?? (await pull(engine, image, onPull)))
}

/**
 * The engine in an image that containers run already.
 *
 * @param image its name, as these containers were told it
 * @throws CapcheckError (exit 3) when the image has been removed since
 */
export async function describeImage(engine: Engine, name: string, image: string, id: string): Promise<Found> {
  const found = await inspect(engine, id)
  if (found === null) throw environmentError(`the image ${image} of containers that run has been removed`, 'docker compose up again.')
  return described(name, image, found)
}

function described(name: string, image: string, found: NonNullable<Awaited<ReturnType<typeof inspect>>>): Found {
  const digest = found.RepoDigests?.[0]?.split('@')[1]
  const version = found.Config.Env?.map((line) => VERSION_VARIABLE.exec(line)?.[1]).find((text) => text !== undefined)
  return {
    name,
    version: version ?? tagOf(image),
    // An image that was built here has no digest of a registry, only an id.
    origin: `image ${image}, ${digest === undefined ? `id ${found.Id}` : `digest ${digest}`}`,
    sha256: (digest ?? found.Id).replace(/^sha256:/, ''),
    paths: { image },
  }
}

function tagOf(image: string): string {
  return /:(\w[\w.-]*)(@|$)/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1] ?? 'latest'
}

async function inspect(engine: Engine, image: string) {
  try {
    return await api(engine).getImage(image).inspect()
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return null
    throw environmentError(`the image ${image} cannot be looked at: ${messageOf(error)}`, undefined, error)
  }
}

async function pull(engine: Engine, image: string, onPull: OnPull) {
  // Without a tag the API would pull every tag that there is.
  const complete = /:[^/]*$/.test(image) ? image : `${image}:latest`
  try {
    await pullOpenly(engine, complete, onPull).catch(async (error: unknown) => {
      if (!/denied|unauthori[sz]ed|authentication|no basic auth/i.test(messageOf(error))) throw error
      // Testcontainers knows the logins that docker has stored, but does not tell how far it is.
      const { ImageName } = await import('testcontainers')
      await engine.image.pull(ImageName.fromString(complete))
    })
  } catch (error) {
    throw missing(image, messageOf(error), error)
  }
  const found = await inspect(engine, image)
  if (found === null) throw missing(image, 'it is not there after the pull')
  return found
}

function missing(image: string, why: string, cause?: unknown): Error {
  return environmentError(`the image ${image} is not there and cannot be pulled: ${why.trim()}`, `docker pull ${image} where there is a way to its registry, or name another image with --image; --on sandbox needs none.`, cause)
}

/** One line of what the engine tells during a pull. */
interface PullLine {
  readonly id?: string
  readonly status?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
  readonly error?: string
}

/** Pulls without a login, telling how far it is. */
async function pullOpenly(engine: Engine, image: string, onPull: OnPull): Promise<void> {
  const docker = api(engine)
  const layers = new Map<string, { readonly current: number; readonly total: number }>()
  // The answer begins with "200 OK" before the engine knows; what goes wrong later is one line among others.
  let refused: string | undefined
  const onLine = ({ id, status, progressDetail, error }: PullLine) => {
    refused ??= error
    if (id === undefined || status !== 'Downloading' || progressDetail?.total === undefined) return
    layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total })
    const all = [...layers.values()]
    onPull(
      all.reduce((sum, { current }) => sum + current, 0),
      all.reduce((sum, { total }) => sum + total, 0),
    )
  }
  const stream = await docker.pull(image)
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null) => (error === null ? resolve() : reject(error)), onLine)
  })
  if (refused !== undefined) throw new Error(refused)
}

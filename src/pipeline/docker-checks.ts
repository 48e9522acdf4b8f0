import { api, dockerEngine, type Engine as Docker } from '../clusters/docker/engine.ts'
import { imageIsThere } from '../clusters/docker/images.ts'
import { CapcheckError, messageOf } from '../core/errors.ts'
import { STORES } from '../stores/stores.ts'
import { imagesFor, tooLittleMemory } from './ground.ts'

/** One line about Docker. `absent`: not there, which need not be wrong. */
export interface DockerCheck {
  readonly name: string
  readonly state: 'ok' | 'tight' | 'absent'
  readonly found: string
  /** What to do; empty when there is nothing to do. */
  readonly hint: string
}

/**
 * Looks at the container engine: does it answer, has it memory enough, which images are there.
 * Changes nothing and pulls nothing. The first line says whether there is an engine at all.
 */
export async function checkDocker(): Promise<readonly [DockerCheck, ...DockerCheck[]]> {
  try {
    const docker = await dockerEngine()
    const version = await api(docker).version()
    const found = `${version.Version}, API ${version.ApiVersion}, ${version.Os} ${version.Arch}`
    return [{ name: 'container engine', state: 'ok', found, hint: '' }, memory(docker), ...(await images(docker))]
  } catch (error) {
    const hint = error instanceof CapcheckError ? (error.hint ?? '') : ''
    return [{ name: 'container engine', state: 'absent', found: messageOf(error), hint }]
  }
}

function memory(docker: Docker): DockerCheck {
  const { memory: bytes, cpus } = docker.info.containerRuntime
  const found = `${(bytes / 2 ** 30).toFixed(1)} GiB, ${cpus} processors`
  const lacking = STORES.map((store) => tooLittleMemory(store, bytes)).findLast((lack) => lack !== null)
  return { name: 'its memory', state: lacking === undefined ? 'ok' : 'tight', found, hint: lacking?.reason ?? '' }
}

function images(docker: Docker): Promise<DockerCheck[]> {
  return Promise.all(
    imagesFor(STORES, {}).map(async ({ name, image }) =>
      (await imageIsThere(docker, image))
        ? { name: `image ${name}`, state: 'ok' as const, found: image, hint: '' }
        : { name: `image ${name}`, state: 'absent' as const, found: image, hint: 'The first run pulls it; or: docker pull ' + image },
    ),
  )
}

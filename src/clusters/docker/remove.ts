import { waitFor } from '../../core/wait.ts'
import { api, type Engine } from './engine.ts'
import { inUse, RUN_LABEL } from './labels.ts'

/** What was removed, and what was left because a process still uses it. Names as `docker ps` and `docker network ls` show them. */
export interface Removed {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
  readonly inUse: readonly string[]
}

type Labels = { readonly [name: string]: string } | undefined

/** Removes everything of one cluster: containers with their anonymous volumes, then the network. */
export async function removeRun(engine: Engine, run: string): Promise<Removed> {
  return remove(engine, `${RUN_LABEL}=${run}`, () => false)
}

/**
 * Removes what capcheck ever made in this engine and nobody uses any more. Only what carries its label is looked at.
 *
 * @param all also what belongs to runs that still go on
 */
export async function removeAll(engine: Engine, all: boolean): Promise<Removed> {
  // Asked once for each run: where an owner ends between two answers, its network would be removed from under its containers.
  const answers = new Map<string | undefined, boolean>()
  return remove(engine, RUN_LABEL, (labels) => {
    const run = labels?.[RUN_LABEL]
    const answer = answers.get(run) ?? (!all && inUse(labels))
    answers.set(run, answer)
    return answer
  })
}

async function remove(engine: Engine, label: string, keep: (labels: Labels) => boolean): Promise<Removed> {
  const docker = api(engine)
  const filters = { label: [label] }
  const left: string[] = []
  const free = <T extends { readonly Labels?: Labels }>(things: readonly T[], nameOf: (thing: T) => string) =>
    things.filter((thing) => {
      const used = keep(thing.Labels)
      if (used) left.push(nameOf(thing))
      return !used
    })
  const containerName = ({ Names, Id }: { Names: string[]; Id: string }) => Names[0]?.replace(/^\//, '') ?? Id.slice(0, 12)
  const containers = free(await docker.listContainers({ all: true, filters }), containerName)
  await Promise.all(containers.map(({ Id }) => unlessGone(docker.getContainer(Id).remove({ force: true, v: true }))))
  const networks = free(await docker.listNetworks({ filters }), ({ Name }) => Name)
  for (const { Id, Name } of networks) {
    // A container that is being removed by somebody else holds its network for a moment longer.
    await waitFor(`network ${Name} to be removed`, async () => (await unlessGone(docker.getNetwork(Id).remove()), true), { timeoutMs: 10_000 })
  }
  const volumes = free((await docker.listVolumes({ filters })).Volumes ?? [], ({ Name }) => Name)
  await Promise.all(volumes.map(({ Name }) => unlessGone(docker.getVolume(Name).remove())))
  return { containers: containers.map(containerName), networks: networks.map(({ Name }) => Name), volumes: volumes.map(({ Name }) => Name), inUse: left }
}

/** Not there any more, or on its way out: just as well. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const { statusCode, message } = error as { statusCode?: number; message?: string }
    if (statusCode !== 404 && !/removal .*already in progress/i.test(message ?? '')) throw error
  })
}

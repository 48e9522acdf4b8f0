import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { GenericContainer, type StartedTestContainer, type WaitStrategy } from 'testcontainers'
import { messageOf } from '../../core/errors.ts'
import type { ContainerSpec } from '../../core/store.ts'
import { dockerError } from './errors.ts'
import { PART_LABEL, runLabels } from './labels.ts'

/** Where a container belongs. */
export interface Place {
  /** Id of the cluster. */
  readonly run: string
  readonly logDir: string
  /** Local address on which ports are published. */
  readonly publishOn: string
}

/**
 * Testcontainers calls a container started once this is done: at once. What we wait for is an answer of the server
 * itself, which its store asks for by name; and a container that ends meanwhile is seen by the watch.
 */
const AT_ONCE: WaitStrategy = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => AT_ONCE,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
}

/** A container whose ports are published on one address only, not on all addresses of the machine. */
class PartContainer extends GenericContainer {
  publish(ports: readonly number[], on: string): this {
    this.withExposedPorts(...ports)
    for (const bindings of Object.values(this.hostConfig.PortBindings as { [port: string]: { HostIp?: string }[] })) {
      for (const binding of bindings) binding.HostIp = on
    }
    return this
  }

  keepTo(processor: number | undefined): this {
    if (processor !== undefined) this.hostConfig.CpusetCpus = String(processor)
    return this
  }
}

/** Starts a node's Toxiproxy, which owns the node's network namespace and publishes all ports of it. */
export function startToxiproxy(part: string, image: string, network: string, ports: readonly number[], place: Place): Promise<StartedTestContainer> {
  const container = new PartContainer(image).withNetworkMode(network).withEnvironment({ LOG_LEVEL: 'warn' }).publish(ports, place.publishOn)
  return start(part, container, place)
}

/** Starts a node's server in the network namespace of its Toxiproxy. */
export async function startNode(part: string, image: string, spec: ContainerSpec, toxiproxyId: string, place: Place): Promise<StartedTestContainer> {
  const container = (processor: number | undefined) => {
    const described = new PartContainer(image)
      .withNetworkMode(`container:${toxiproxyId}`)
      .withCommand([...spec.command])
      .withEnvironment(spec.env)
      .withTmpFs(Object.fromEntries(spec.memoryFolders.map((folder) => [folder, 'rw,mode=1777'])))
      .withCopyContentToContainer(spec.files.map(({ path, content }) => ({ target: path, content, mode: 0o644 })))
      .keepTo(processor)
    return spec.user === undefined ? described : described.withUser(spec.user)
  }
  try {
    return await start(part, container(spec.processor), place)
  } catch (error) {
    // An engine that may use but some of the machine's processors does not tell which ones.
    if (!/requested CPUs are not available/i.test(messageOf(error))) throw error
    return start(part, container(undefined), place)
  }
}

async function start(part: string, container: GenericContainer, { run, logDir }: Place): Promise<StartedTestContainer> {
  const log = createWriteStream(join(logDir, `${part}.log`), { flags: 'a' })
  try {
    return await container
      .withLabels({ ...runLabels(run), [PART_LABEL]: part })
      // The only log driver that can be read on every engine.
      .withDefaultLogDriver()
      .withLogConsumer((stream) => stream.pipe(log))
      .withWaitStrategy(AT_ONCE)
      .start()
  } catch (error) {
    throw dockerError(`the container ${part} could not be started`, error)
  }
}

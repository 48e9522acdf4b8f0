import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { GenericContainer, type StartedTestContainer, type WaitStrategy } from 'testcontainers'
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
}

/** Starts a node's Toxiproxy, which owns the node's network namespace and publishes all ports of it. */
export function startToxiproxy(part: string, image: string, network: string, ports: readonly number[], place: Place): Promise<StartedTestContainer> {
  const container = new PartContainer(image).withNetworkMode(network).withEnvironment({ LOG_LEVEL: 'warn' }).publish(ports, place.publishOn)
  return start(part, container, place)
}

/** Starts a node's server in the network namespace of its Toxiproxy. */
export function startNode(part: string, image: string, spec: ContainerSpec, toxiproxyId: string, place: Place): Promise<StartedTestContainer> {
  const container = new PartContainer(image)
    .withNetworkMode(`container:${toxiproxyId}`)
    .withCommand([...spec.command])
    .withEnvironment(spec.env)
    .withTmpFs(Object.fromEntries(spec.memoryFolders.map((folder) => [folder, 'rw,mode=1777'])))
    .withCopyContentToContainer(spec.files.map(({ path, content }) => ({ target: path, content, mode: 0o644 })))
  if (spec.user !== undefined) container.withUser(spec.user)
  return start(part, container, place)
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

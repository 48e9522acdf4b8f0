import { mkdtempSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { dockerEngine, type Engine } from '../../src/clusters/docker/engine.ts'

/** Lets a server of the test's own be the Docker engine of a `describe`, on a socket of its own; gives the client that found it. */
export function engineOn(server: Server): () => Engine {
  const named = process.env.DOCKER_HOST
  let engine: Engine

  beforeAll(async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'capcheck-engine-')), 'docker.sock')
    await new Promise<void>((resolve) => server.listen(path, resolve))
    process.env.DOCKER_HOST = `unix://${path}`
    engine = await dockerEngine()
  })

  afterAll(() => {
    if (named === undefined) delete process.env.DOCKER_HOST
    else process.env.DOCKER_HOST = named
    server.closeAllConnections()
    server.close()
  })

  return () => engine
}

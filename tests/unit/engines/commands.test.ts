import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { doctor } from '../../../src/cli/commands/doctor.ts'
import { setup } from '../../../src/cli/commands/setup.ts'
import type { Io } from '../../../src/cli/io.ts'
import { program, scratch } from './fixture.ts'

/** All engines named by the user, as small stand-ins. */
async function named(folder: string): Promise<NodeJS.ProcessEnv> {
  for (const name of ['initdb', 'pg_ctl', 'postgres']) await program(join(folder, 'pg', name), 'echo "postgres (PostgreSQL) 17.4"')
  await mkdir(join(folder, 'cassandra/lib'), { recursive: true })
  await writeFile(join(folder, 'cassandra/lib/apache-cassandra-5.0.4.jar'), 'jar')
  return {
    PATH: process.env['PATH'],
    CAPCHECK_CACHE: join(folder, 'cache'),
    CAPCHECK_POSTGRES_BIN: join(folder, 'pg'),
    CAPCHECK_MONGOD: await program(join(folder, 'mongod'), 'echo "db version v7.0.21"'),
    CAPCHECK_CASSANDRA_HOME: join(folder, 'cassandra'),
    CAPCHECK_JAVA: await program(join(folder, 'java'), `echo 'openjdk version "17.0.9" 2023-10-17' >&2`),
    CAPCHECK_TOXIPROXY: await program(join(folder, 'toxi'), 'echo "toxiproxy-server version 2.12.0"'),
  }
}

function listener(env: NodeJS.ProcessEnv): Io & { readonly result: string[] } {
  const result: string[] = []
  return { result, out: (line) => void result.push(line), err: () => {}, isTTY: false, env }
}

describe('setup', () => {
  test('says for each engine what is used, from where, which version', async () => {
    const io = listener(await named(await scratch()))
    await setup({ yes: false }, io)
    expect(io.result).toContain('mongodb    7.0.21   named by CAPCHECK_MONGOD')
    expect(io.result).toContain('cassandra  5.0.4    named by CAPCHECK_CASSANDRA_HOME, on Java 17.0.9 (named by CAPCHECK_JAVA)')
  })
})

describe('doctor', () => {
  // A container engine of this machine would do instead of what is missing here.
  beforeAll(() => void vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock'))
  afterAll(() => void vi.unstubAllEnvs())

  test('reports engines that were named', async () => {
    const io = listener(await named(await scratch()))
    await doctor(io)
    const lines = io.result.join('\n')
    for (const found of [/ok +postgres +17\.4/, /ok +mongodb +7\.0\.21/, /ok +cassandra +5\.0\.4/, /ok +Java 17/, /ok +toxiproxy +2\.12\.0/, /Linux +kernel/, /memory +[\d.]+ GiB/]) {
      expect(lines).toMatch(found)
    }
  })

  test('ends with code 3 and says what to do when engines are missing', async () => {
    const folder = await scratch()
    const io = listener({ PATH: '', CAPCHECK_CACHE: join(folder, 'cache') })
    expect(await doctor(io)).toBe(3)
    expect(io.result.join('\n')).toMatch(/missing +mongodb +not found\n +Run: capcheck setup --yes/)
  })

  test('a named engine that does not fit is missing, with the reason', async () => {
    const folder = await scratch()
    const io = listener({ ...(await named(folder)), CAPCHECK_TOXIPROXY: '/nowhere/toxi' })
    expect(await doctor(io)).toBe(3)
    expect(io.result.join('\n')).toContain('CAPCHECK_TOXIPROXY=/nowhere/toxi: there is no such executable')
  })
})

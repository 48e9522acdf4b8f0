import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cassandraRecipe } from '../../../src/engines/cassandra.ts'
import { findJava } from '../../../src/engines/java.ts'
import { mongodbRecipe } from '../../../src/engines/mongodb.ts'
import { postgresRecipe } from '../../../src/engines/postgres.ts'
import { toxiproxyRecipe } from '../../../src/engines/toxiproxy.ts'
import { kitIn, program, scratch } from './fixture.ts'

const mongodSaying = (version: string) => `echo "db version v${version}"`

describe('executables on PATH', () => {
  test('a wrong version is passed over with a remark, a later fitting one is used', async () => {
    const folder = await scratch()
    await program(join(folder, 'a/mongod'), mongodSaying('8.0.4'))
    await program(join(folder, 'b/mongod'), mongodSaying('7.0.21'))
    const kit = kitIn(folder, `${folder}/a:${folder}/b`)
    const engine = await mongodbRecipe.present(kit)
    expect(engine).toMatchObject({ version: '7.0.21', origin: 'on PATH', paths: { mongod: join(folder, 'b/mongod') } })
    expect(kit.remarks).toEqual([`${folder}/a/mongod is passed over: its version is 8.0.4, needed is 7.0`])
  })

  test('a program of the same name that says something else is passed over', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/toxiproxy-server'), 'echo "toxiproxy-server version git"')
    const kit = kitIn(folder, join(folder, 'bin'))
    expect(await toxiproxyRecipe.present(kit)).toBeNull()
    expect(kit.remarks[0]).toContain('its version is git')
  })

  test('a link on PATH leads to the folder that holds the whole server', async () => {
    const folder = await scratch()
    for (const name of ['initdb', 'pg_ctl', 'postgres']) await program(join(folder, 'pg/bin', name), 'echo "postgres (PostgreSQL) 17.4"')
    await mkdir(join(folder, 'bin'))
    await symlink(join(folder, 'pg/bin/postgres'), join(folder, 'bin/postgres'))
    const engine = await postgresRecipe.present(kitIn(folder, join(folder, 'bin')))
    expect(engine).toMatchObject({ version: '17.4', origin: 'on PATH', paths: { bin: join(folder, 'pg/bin') } })
  })

  test('a client of PostgreSQL is no server', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/psql'), 'echo "psql (PostgreSQL) 17.4"')
    const kit = kitIn(folder, join(folder, 'bin'))
    expect((await postgresRecipe.present(kit))?.origin).not.toBe('on PATH')
  })

  test('Cassandra counts only with Java 17, and the missing Java is named', async () => {
    const folder = await scratch()
    await program(join(folder, 'cassandra/bin/cassandra'), 'true')
    await mkdir(join(folder, 'cassandra/lib'))
    await writeFile(join(folder, 'cassandra/lib/apache-cassandra-5.0.4.jar'), 'jar')
    await program(join(folder, 'java21'), `echo 'openjdk version "21.0.2" 2024-01-16' >&2`)
    await program(join(folder, 'java17'), `echo 'openjdk version "17.0.9" 2023-10-17' >&2`)
    const path = join(folder, 'cassandra/bin')
    const engine = await cassandraRecipe.present(kitIn(folder, path, { CAPCHECK_JAVA: join(folder, 'java17') }))
    expect(engine).toMatchObject({ version: '5.0.4', paths: { java: join(folder, 'java17'), lib: join(folder, 'cassandra/bin/../lib') } })
    await expect(cassandraRecipe.present(kitIn(folder, path, { CAPCHECK_JAVA: join(folder, 'java21') }))).rejects.toThrow('its version is 21.0.2, needed is 17')
  })

  test('a fitting Java in JAVA_HOME is found behind a wrong one on PATH', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/java'), `echo 'openjdk version "25" 2025-09-16' >&2`)
    await program(join(folder, 'home/bin/java'), `echo 'openjdk version "17.0.9" 2023-10-17' >&2`)
    const java = await findJava(kitIn(folder, join(folder, 'bin'), { JAVA_HOME: join(folder, 'home') }))
    expect(java).toMatchObject({ version: '17.0.9', origin: 'in JAVA_HOME' })
  })
})

describe('executables that the user names', () => {
  test('a wrong version is an error that tells value and need', async () => {
    const folder = await scratch()
    const mongod = await program(join(folder, 'mongod'), mongodSaying('6.0.1'))
    const named = mongodbRecipe.named(kitIn(folder, '', { CAPCHECK_MONGOD: mongod }))
    await expect(named).rejects.toThrow(`CAPCHECK_MONGOD=${mongod}: its version is 6.0.1, needed is 7.0`)
  })

  test('a missing file is an error', async () => {
    const folder = await scratch()
    const named = toxiproxyRecipe.named(kitIn(folder, '', { CAPCHECK_TOXIPROXY: '/nowhere/toxiproxy' }))
    await expect(named).rejects.toThrow('CAPCHECK_TOXIPROXY=/nowhere/toxiproxy: there is no such executable')
  })

  test('a fitting one is used', async () => {
    const folder = await scratch()
    const server = await program(join(folder, 'toxi'), 'echo "toxiproxy-server version 2.12.0"')
    const engine = await toxiproxyRecipe.named(kitIn(folder, '', { CAPCHECK_TOXIPROXY: server }))
    expect(engine).toMatchObject({ version: '2.12.0', origin: 'named by CAPCHECK_TOXIPROXY', paths: { server } })
  })
})

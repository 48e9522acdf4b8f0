import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PackagesNeeded, createApt, type AptOptions } from '../../../src/engines/apt.ts'
import { runner } from '../../../src/engines/run.ts'
import { program, scratch } from './fixture.ts'

/** An apt-get that writes down its calls. */
async function machine(script = '', options: Partial<AptOptions> = {}) {
  const folder = await scratch()
  await program(join(folder, 'bin/apt-get'), `echo "$@" >> ${folder}/calls\n${script}`)
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }
  const said: string[] = []
  const announce = (text: string) => void said.push(text)
  const apt = createApt({ env, cache: join(folder, 'cache'), run: runner(env), yes: true, isRoot: true, announce, ...options })
  const calls = async () => (await readFile(join(folder, 'calls'), 'utf8').catch(() => '')).trim().split('\n').filter(Boolean)
  return { apt, calls, said, folder }
}

describe('Debian packages', () => {
  test('without --yes nothing is installed, and the command is told', async () => {
    const { apt, calls } = await machine('', { yes: false })
    const error = await apt.need(['wine64'], 'MongoDB').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PackagesNeeded)
    expect(error).toMatchObject({ packages: ['wine64'], hint: expect.stringContaining('apt-get install --no-install-recommends wine64') })
    expect(await calls()).toEqual([])
  })

  test('nobody but root installs', async () => {
    const { apt, calls } = await machine('', { isRoot: false })
    await expect(apt.need(['wine64'], 'MongoDB')).rejects.toThrow('only root can install them')
    expect(await calls()).toEqual([])
  })

  test('with --yes: announced first, lists fetched once, one installation after the other', async () => {
    const { apt, calls, said } = await machine('sleep 0.1')
    await Promise.all([apt.need(['wine64'], 'MongoDB'), apt.need(['maven', 'openjdk-17-jre-headless'], 'Cassandra')])
    expect(said.sort()).toEqual(['installing Debian packages for Cassandra: maven openjdk-17-jre-headless', 'installing Debian packages for MongoDB: wine64'])
    const [update, ...installs] = await calls()
    expect(update).toMatch(/^update/)
    expect(installs.map((call) => call.replace(/^install .*DPkg::Lock::Timeout=\d+ /, '')).sort()).toEqual(['maven openjdk-17-jre-headless', 'wine64'])
  })

  test('a failure shows the end of the output and where the rest is', async () => {
    const { apt, folder } = await machine('case $1 in install) echo "E: no space left"; exit 100;; esac')
    const error = await apt.need(['wine64'], 'MongoDB').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringContaining('E: no space left'), hint: expect.stringContaining('apt.log') })
    expect(await readFile(join(folder, 'cache/logs/apt.log'), 'utf8')).toContain('E: no space left')
  })

  test('a system without apt-get is told to use its own means', async () => {
    const folder = await scratch()
    const env = { PATH: folder }
    const apt = createApt({ env, cache: folder, run: runner(env), yes: true, isRoot: true, announce: () => {} })
    await expect(apt.need(['wine64'], 'MongoDB')).rejects.toThrow('this system has no apt-get')
  })
})

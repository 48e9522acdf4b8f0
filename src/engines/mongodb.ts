import type { Engine } from '../core/store.ts'
import { environmentError } from '../core/errors.ts'
import { findInstalled } from './install.ts'
import { hashFile } from './manifest.ts'
import { NATIVE, bringNative, examineMongod, fromNative } from './mongodb-native.ts'
import { WINDOWS_ORIGIN, bringWindows, findWindows } from './mongodb-windows.ts'
import type { Recipe } from './types.ts'
import { whichAll } from './which.ts'

/** MongoDB: mongod, native or, where only package registries are in reach, the Windows build under wine. */
export const mongodbRecipe: Recipe = {
  name: 'mongodb',

  async named(look) {
    const mongod = look.env['CAPCHECK_MONGOD']
    if (mongod === undefined || mongod === '') return null
    const found = await examineMongod(look, mongod)
    if (typeof found === 'string') throw environmentError(`CAPCHECK_MONGOD=${mongod}: ${found}`, 'It must be the mongod executable of MongoDB 7.0 for Linux.')
    return engine(mongod, found.version, 'named by CAPCHECK_MONGOD')
  },

  async present(look) {
    for (const path of await whichAll('mongod', look.env)) {
      const found = await examineMongod(look, path)
      if (typeof found !== 'string') return engine(path, found.version, 'on PATH')
      look.remark(`${path} is passed over: ${found}`)
    }
    const native = await findInstalled(look, NATIVE)
    return native === null ? findWindows(look) : fromNative(native)
  },

  sources: [
    { label: 'vendor download', bring: bringNative },
    { label: WINDOWS_ORIGIN, bring: bringWindows },
  ],
}

async function engine(mongod: string, version: string, origin: string): Promise<Engine> {
  return { name: 'mongodb', version, origin, sha256: await hashFile(mongod), paths: { mongod } }
}

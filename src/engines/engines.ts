import { userInfo } from 'node:os'
import { CapcheckError, messageOf } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { PackagesNeeded, createApt, type Apt } from './apt.ts'
import { cacheFolder } from './cache.ts'
import { cassandraRecipe } from './cassandra.ts'
import { withLock } from './lock.ts'
import { mongodbRecipe } from './mongodb.ts'
import { postgresRecipe } from './postgres.ts'
import { runner, type Run } from './run.ts'
import { toxiproxyRecipe } from './toxiproxy.ts'
import type { EngineName, EngineReport, Kit, Look, Problem, Progress, Recipe } from './types.ts'

export { ENGINE_NAMES, SILENT } from './types.ts'
export type { EngineName, EngineReport, Problem, Progress } from './types.ts'

const RECIPES: { readonly [name in EngineName]: Recipe } = {
  postgres: postgresRecipe,
  mongodb: mongodbRecipe,
  cassandra: cassandraRecipe,
  toxiproxy: toxiproxyRecipe,
}

export interface ResolveOptions {
  /** Bring what is missing. Without it nothing is changed and no network is used. */
  readonly bring: boolean
  /** The user agrees to the installation of Debian packages. */
  readonly yes: boolean
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
}

/** One installation's surroundings, shared by all engines: one apt at a time, one cache. */
export interface Workshop {
  readonly env: NodeJS.ProcessEnv
  readonly cache: string
  readonly run: Run
  readonly apt: Apt
  readonly progress: Progress
}

/** Makes the surroundings that {@link resolveIn} needs. */
export function workshop({ env, yes, progress }: Omit<ResolveOptions, 'bring'>): Workshop {
  const run = runner(env)
  const cache = cacheFolder(env)
  const announce = (text: string) => progress.step('apt', text)
  const finish = (text: string) => progress.end('apt', text)
  const apt = createApt({ env, cache, run, yes, announce, finish, isRoot: userInfo().uid === 0 })
  return { env, cache, run, progress, apt }
}

/** Finds engines, or brings them. Never throws for an engine's sake: what went wrong is in its report. */
export async function resolveEngines(names: readonly EngineName[], options: ResolveOptions): Promise<EngineReport[]> {
  return resolveIn(workshop(options), names, options.bring)
}

/** As {@link resolveEngines}, in surroundings that the caller has made. */
export async function resolveIn(shop: Workshop, names: readonly EngineName[], bring: boolean): Promise<EngineReport[]> {
  return Promise.all(names.map((name) => resolveOne(shop, RECIPES[name], bring)))
}

/** Goes through one recipe's ways in their fixed order. Exported for tests with recipes of their own. */
export async function resolveOne(shop: Workshop, recipe: Recipe, bring: boolean): Promise<EngineReport> {
  const { name } = recipe
  const remarks = new Set<string>()
  const lacks = new Map<string, readonly string[]>()
  const look: Look = {
    env: shop.env,
    cache: shop.cache,
    run: shop.run,
    remark: (text) => remarks.add(text),
    lack: (text, packages) => lacks.set(text, packages),
  }
  try {
    const found = (await recipe.named(look)) ?? (await recipe.present(look)) ?? (bring ? await bringOne(shop, recipe, look) : null)
    if (found !== null) return { name, remarks: [...remarks], engine: found, problem: null }
    const reason = lacks.size === 0 ? 'not found' : [...lacks.keys()].join('; ')
    const packages = [...lacks.values()].flat()
    return { name, remarks: [...remarks], engine: null, problem: { reason, hint: 'Run: capcheck setup --yes', packages } }
  } catch (error) {
    return { name, remarks: [...remarks], engine: null, problem: problemOf(error) }
  }
}

async function bringOne(shop: Workshop, recipe: Recipe, look: Look): Promise<Engine> {
  const { name } = recipe
  const kit: Kit = {
    ...look,
    apt: shop.apt,
    step: (text) => shop.progress.step(name, text),
    bytes: (text, done, total) => shop.progress.bytes(name, text, done, total),
  }
  return withLock(shop, name, () => kit.step('waiting for another set-up on this machine'), async () => {
    // Another set-up may have brought it while we waited.
    const meanwhile = await recipe.present(look)
    if (meanwhile !== null) return meanwhile
    let last: unknown
    for (const source of recipe.sources) {
      try {
        kit.step(source.label)
        const brought = await source.bring(kit)
        shop.progress.end(name, `${brought.version} (${brought.origin})`)
        return brought
      } catch (error) {
        // A bug must not pass for an unreachable server.
        if (error instanceof TypeError || error instanceof ReferenceError) throw error
        last = error
        look.remark(`${source.label}: ${messageOf(error)}`)
      }
    }
    shop.progress.end(name, 'not brought')
    throw last
  })
}

function problemOf(error: unknown): Problem {
  const hint = error instanceof CapcheckError ? (error.hint ?? '') : ''
  return { reason: messageOf(error), hint, packages: error instanceof PackagesNeeded ? error.packages : [] }
}

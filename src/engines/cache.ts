import { join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** Where capcheck keeps what it brings: `CAPCHECK_CACHE`, else the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const named = env['CAPCHECK_CACHE']
  return named === undefined || named === '' ? envPaths('capcheck', { suffix: '' }).cache : resolve(named)
}

/** Finished engines. Whatever is in here was verified before it got its name. */
export function enginesFolder(cache: string): string {
  return join(cache, 'engines')
}

/** Unfinished downloads and installations; nothing is ever used from here. */
export function partsFolder(cache: string): string {
  return join(cache, 'parts')
}

export function locksFolder(cache: string): string {
  return join(cache, 'locks')
}

export function logsFolder(cache: string): string {
  return join(cache, 'logs')
}

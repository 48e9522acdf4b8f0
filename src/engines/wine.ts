import { cp, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import type { Look } from './types.ts'
import { isExecutable, which } from './which.ts'

/** A wine that runs 64-bit Windows programs. */
export interface Wine {
  readonly path: string
  /** As wine says it: `8.0 (Debian 8.0~repack-4)`. */
  readonly version: string
  /** The program that waits for a prefix to fall silent. */
  readonly server: string
}

/** The package that Debian and Ubuntu have for it. */
export const WINE_PACKAGE = 'wine64'

/** Finds wine: named, on PATH, or where Debian's package puts it without a link on PATH. No network. */
export async function findWine(look: Look): Promise<Wine | null> {
  const candidates = [look.env['CAPCHECK_WINE'], await which('wine64', look.env), '/usr/lib/wine/wine64', await which('wine', look.env)]
  for (const path of candidates) {
    if (path === undefined || path === null || path === '' || !(await isExecutable(path))) continue
    const version = /^wine-(.+)$/m.exec((await look.run(path, ['--version'])).output)?.[1]
    const server = version === undefined ? null : await findServer(look, path)
    if (version !== undefined && server !== null) return { path, version, server }
    look.remark(`${path} is passed over: ${version === undefined ? 'it does not tell its version' : 'it has no wineserver'}`)
  }
  return null
}

async function findServer(look: Look, wine: string): Promise<string | null> {
  const folder = dirname(await realpath(wine))
  for (const path of [join(folder, 'wineserver64'), join(folder, 'wineserver')]) {
    if (await isExecutable(path)) return path
  }
  return which('wineserver', look.env)
}

/**
 * Environment of every program that runs under wine in that prefix: no debug output, no desktop menus,
 * no offers to download browser engines.
 */
export function wineEnvironment(prefix: string): { readonly [name: string]: string } {
  return { WINEPREFIX: prefix, WINEARCH: 'win64', WINEDEBUG: '-all', WINEDLLOVERRIDES: 'winemenubuilder.exe=d;mscoree=;mshtml=' }
}

/**
 * Gives one node a wine prefix of its own. Each node needs one: wine's server process owns the sockets, and there
 * is one server per prefix, so nodes that shared a prefix would all live in one network namespace. Links stay links:
 * nearly all of a prefix is links into wine's own folders.
 */
export async function copyPrefix(template: string, target: string): Promise<void> {
  if ((await stat(target).catch(() => null)) !== null && (await readdir(target)).length > 0) {
    throw environmentError(`${target} exists and is not empty; a wine prefix needs a folder of its own`)
  }
  await cp(template, target, { recursive: true, verbatimSymlinks: true })
}

import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CapcheckError, EXIT, environmentError } from '../core/errors.ts'
import { logsFolder } from './cache.ts'
import { tail, type Run } from './run.ts'
import { whichAll } from './which.ts'

/** Thrown when Debian packages are needed and may not or cannot be installed from here. */
export class PackagesNeeded extends CapcheckError {
  readonly packages: readonly string[]

  constructor(message: string, packages: readonly string[], hint: string) {
    super(message, { exitCode: EXIT.environment, hint })
    this.packages = packages
  }
}

/** Installs Debian packages, if it may. */
export interface Apt {
  /** Resolves when the packages are installed; throws {@link PackagesNeeded} when they may not be. */
  need(packages: readonly string[], why: string): Promise<void>
}

export interface AptOptions {
  readonly env: NodeJS.ProcessEnv
  readonly cache: string
  readonly run: Run
  /** The user has agreed to installations. */
  readonly yes: boolean
  readonly isRoot: boolean
  /** Hears what is about to be installed, before it is. */
  readonly announce: (text: string) => void
  /** Hears that it is installed, or not. */
  readonly finish?: (text: string) => void
}

/** The command that a user would type for these packages. */
export function installCommand(packages: readonly string[]): string {
  return `apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}`
}

/** A package installer for this machine. One installation runs at a time; dpkg allows no more. */
export function createApt(options: AptOptions): Apt {
  let queue: Promise<unknown> = Promise.resolve()
  let updated = false

  const installNow = async (aptGet: string, packages: readonly string[], why: string): Promise<void> => {
    const log = join(logsFolder(options.cache), 'apt.log')
    await mkdir(logsFolder(options.cache), { recursive: true })
    const apt = async (args: readonly string[]) => {
      const ran = await options.run(aptGet, args, { env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }, timeoutMs: 900_000 })
      await appendFile(log, `# apt-get ${args.join(' ')}\n${ran.output}\n`)
      return ran
    }
    options.announce(`installing Debian packages for ${why}: ${packages.join(' ')}`)
    // Java's installation script links manual pages and fails where a slim image has no folder for them.
    await mkdir('/usr/share/man/man1', { recursive: true }).catch(() => {})
    // A failed update is no reason to stop: the lists at hand may do, and the installation says so if not.
    if (!updated) updated = (await apt(['update', '-q'])).ok
    const ran = await apt(['install', '-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages])
    options.finish?.(`${ran.ok ? 'installed' : 'not installed'}: ${packages.join(' ')}`)
    if (!ran.ok) {
      throw environmentError(`apt-get could not install ${packages.join(' ')}:\n${tail(ran.output)}`, `The whole output is in ${log}.`)
    }
  }

  return {
    async need(packages, why) {
      const missing = `Debian packages are missing: ${packages.join(' ')}`
      const [aptGet] = await whichAll('apt-get', options.env)
      if (aptGet === undefined) {
        throw new PackagesNeeded(`${missing}, and this system has no apt-get`, [], `Install what ${why} needs with your system's own package manager.`)
      }
      if (!options.yes) throw new PackagesNeeded(missing, packages, `Run as root: ${installCommand(packages)}`)
      if (!options.isRoot) {
        throw new PackagesNeeded(`${missing}, and only root can install them`, packages, `Run as root: ${installCommand(packages)}`)
      }
      const turn = queue.then(() => installNow(aptGet, packages, why))
      queue = turn.catch(() => {})
      await turn
    },
  }
}

import { execFile, execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { api, dockerEngine } from '../../src/clusters/docker/engine.ts'
import type { Finished } from './cli.ts'
import { dockerMissing } from './docker.ts'
import { skipReason } from './needs.ts'

/** Where docker-compose.yml is. */
export const ROOT = dirname(fileURLToPath(new URL('../../package.json', import.meta.url)))
const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** Says why tests with compose clusters cannot run here; null when they can. */
export async function composeMissing(): Promise<string | null> {
  const reason = await dockerMissing(['postgres', 'mongodb', 'cassandra'])
  if (reason !== null) return reason
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'pipe' })
    return null
  } catch (error) {
    return skipReason([`no docker compose: ${error instanceof Error ? error.message : String(error)}`])
  }
}

/** Runs `docker compose` with profiles to its end. */
export function dockerCompose(profiles: readonly string[], ...args: readonly string[]): Promise<Finished> {
  return run('docker', ['compose', ...profiles.flatMap((profile) => ['--profile', profile]), ...args])
}

/** Runs a line of the README; `npx capcheck` is the command line that was built. */
export function shell(line: string): Promise<Finished> {
  return run('bash', ['-c', line.replace(/^npx capcheck /, `'${process.execPath}' '${MAIN}' `)])
}

function run(command: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: ROOT }, (_error, stdout, stderr) => resolve({ code: child.exitCode, signal: child.signalCode, stdout, stderr }))
  })
}

/** Containers and networks of the compose project, with the state of each container. */
export async function projectParts(): Promise<string[]> {
  const docker = api(await dockerEngine())
  const filters = { label: ['com.docker.compose.project=capcheck'] }
  const [containers, networks] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listNetworks({ filters })])
  return [...containers.map(({ Names, State }) => `container ${Names[0]} ${State}`), ...networks.map(({ Name }) => `network ${Name}`)].toSorted()
}

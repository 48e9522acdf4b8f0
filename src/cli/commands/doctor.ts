import { EXIT } from '../../core/errors.ts'
import { ENGINE_NAMES, SILENT, resolveIn, workshop, type EngineReport } from '../../engines/engines.ts'
import { checkSystem, type SystemCheck } from '../../engines/system.ts'
import { checkDocker, type DockerCheck } from '../../pipeline/docker-checks.ts'
import type { Io } from '../io.ts'

/**
 * `capcheck doctor`: what is there, what is missing, what to do, for Docker and for the sandbox.
 * Changes nothing and uses no network. One of the two places is enough.
 */
export async function doctor(io: Io): Promise<number> {
  const shop = workshop({ env: io.env, yes: false, progress: SILENT })
  const [docker, system, reports] = await Promise.all([checkDocker(), checkSystem(shop), resolveIn(shop, ENGINE_NAMES, false)])
  io.out('Docker (--on docker)')
  print(docker, io)
  io.out('Sandbox (--on sandbox)')
  print([...system, ...reports.flatMap(fromReport)], io)
  for (const { name, remarks } of reports) {
    for (const remark of remarks) io.err(`${name}: ${remark}`)
  }
  const engineAnswers = docker[0].state === 'ok'
  const complete = system.every((check) => check.state !== 'missing') && reports.every((report) => report.engine !== null)
  io.out(complete ? 'Everything that the sandbox needs for PostgreSQL, MongoDB and Cassandra is there.' : 'Something that the sandbox needs is missing.')
  io.out(`capcheck run takes ${engineAnswers ? 'Docker, since an engine answers' : 'the sandbox, since no container engine answers'}; --on chooses.`)
  return complete || engineAnswers ? EXIT.ok : EXIT.environment
}

type Line = Pick<SystemCheck, 'name' | 'state' | 'found' | 'hint'>

function print(lines: readonly (Line | DockerCheck)[], io: Io): void {
  for (const { name, state, found, hint } of lines) {
    io.out(`${state.padEnd(8)} ${name.padEnd(16)} ${found}`)
    if (hint !== '') io.out(`${' '.repeat(26)}${hint}`)
  }
}

/** An engine's line, with one more for what it runs on. */
function fromReport({ name, engine, problem }: EngineReport): Line[] {
  if (engine === null) return [{ name, state: 'missing', found: problem.reason, hint: problem.hint }]
  const { java, wine, bin, mongod, lib, server } = engine.paths
  const lines: Line[] = [{ name, state: 'ok', found: `${engine.version}, ${engine.origin}, ${bin ?? mongod ?? lib ?? server ?? ''}`, hint: '' }]
  if (java !== undefined) lines.push({ name: 'Java 17', state: 'ok', found: java, hint: '' })
  if (wine !== undefined) lines.push({ name: 'wine64', state: 'ok', found: wine, hint: '' })
  return lines
}

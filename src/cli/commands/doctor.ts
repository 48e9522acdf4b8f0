import { EXIT } from '../../core/errors.ts'
import { ENGINE_NAMES, SILENT, resolveIn, workshop, type EngineReport } from '../../engines/engines.ts'
import { checkSystem, type SystemCheck } from '../../engines/system.ts'
import type { Io } from '../io.ts'

/** `capcheck doctor`: what is there, what is missing, what to do. Changes nothing and uses no network. */
export async function doctor(io: Io): Promise<number> {
  const shop = workshop({ env: io.env, yes: false, progress: SILENT })
  const [system, reports] = await Promise.all([checkSystem(shop), resolveIn(shop, ENGINE_NAMES, false)])
  for (const check of [...system, ...reports.flatMap(fromReport)]) {
    io.out(`${check.state.padEnd(8)} ${check.name.padEnd(16)} ${check.found}`)
    if (check.hint !== '') io.out(`${' '.repeat(26)}${check.hint}`)
  }
  for (const { name, remarks } of reports) {
    for (const remark of remarks) io.err(`${name}: ${remark}`)
  }
  const complete = system.every((check) => check.state !== 'missing') && reports.every((report) => report.engine !== null)
  io.out(complete ? 'Everything needed for PostgreSQL, MongoDB and Cassandra is there.' : 'Something is missing.')
  return complete ? EXIT.ok : EXIT.environment
}

type Line = Pick<SystemCheck, 'name' | 'state' | 'found' | 'hint'>

/** An engine's line, with one more for what it runs on. */
function fromReport({ name, engine, problem }: EngineReport): Line[] {
  if (engine === null) return [{ name, state: 'missing', found: problem.reason, hint: problem.hint }]
  const { java, wine, bin, mongod, lib, server } = engine.paths
  const lines: Line[] = [{ name, state: 'ok', found: `${engine.version}, ${engine.origin}, ${bin ?? mongod ?? lib ?? server ?? ''}`, hint: '' }]
  if (java !== undefined) lines.push({ name: 'Java 17', state: 'ok', found: java, hint: '' })
  if (wine !== undefined) lines.push({ name: 'wine64', state: 'ok', found: wine, hint: '' })
  return lines
}

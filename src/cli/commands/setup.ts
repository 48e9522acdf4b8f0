import { EXIT, messageOf } from '../../core/errors.ts'
import { installCommand } from '../../engines/apt.ts'
import { ENGINE_NAMES, resolveIn, workshop, type EngineReport, type Workshop } from '../../engines/engines.ts'
import { checkTools } from '../../engines/system.ts'
import type { Io } from '../io.ts'
import { setupProgress } from './setup-progress.ts'

/** `capcheck setup`: brings whatever is missing, says what will be used. Without `yes` no Debian package is installed. */
export async function setup(options: { readonly yes: boolean }, io: Io): Promise<number> {
  const progress = setupProgress(io)
  const shop = workshop({ env: io.env, yes: options.yes, progress })
  let reports: EngineReport[]
  let lacking: readonly string[]
  try {
    ;[reports, lacking] = await Promise.all([resolveIn(shop, ENGINE_NAMES, true), bringTools(shop, io)])
  } finally {
    progress.close()
  }
  for (const report of reports) print(report, io)
  const packages = [...new Set([...lacking, ...reports.flatMap((report) => report.problem?.packages ?? [])])]
  if (packages.length > 0) {
    io.out(`Debian packages are missing: ${packages.join(' ')}`)
    io.out('  "capcheck setup --yes" as root installs them, or you do:')
    io.out(`  ${installCommand(packages)}`)
  }
  const complete = lacking.length === 0 && reports.every((report) => report.engine !== null)
  io.out(complete ? `Everything is there. Cache: ${shop.cache}` : 'Not everything is there; "capcheck doctor" tells more.')
  return complete ? EXIT.ok : EXIT.environment
}

/** The system's own tools that the sandbox needs; returns the packages that are still missing. */
async function bringTools(shop: Workshop, io: Io): Promise<readonly string[]> {
  const needed = async () => [...new Set((await checkTools(shop)).flatMap((check) => check.packages))]
  const packages = await needed()
  if (packages.length === 0) return []
  try {
    await shop.apt.need(packages, 'the sandbox')
  } catch (error) {
    io.err(messageOf(error))
  }
  return needed()
}

function print(report: EngineReport, io: Io): void {
  const { name, engine, problem, remarks } = report
  if (engine !== null) {
    io.out(`${name.padEnd(10)} ${engine.version.padEnd(8)} ${engine.origin}`)
    for (const [key, path] of Object.entries(engine.paths)) io.out(`             ${key}: ${path}`)
  } else {
    io.out(`${name.padEnd(10)} missing  ${problem.reason}`)
    if (problem.hint !== '') io.out(`             ${problem.hint}`)
  }
  for (const remark of remarks) io.err(`${name}: ${remark}`)
}

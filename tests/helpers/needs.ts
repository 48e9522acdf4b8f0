import { execFileSync } from 'node:child_process'
import { type EngineName, resolveEngines, SILENT } from '../../src/engines/engines.ts'
import { PRIVATE_WORLD } from '../../src/core/namespaces.ts'

/** CI sets it: what cannot run there is a failure, not a skip. */
const FORBIDDEN = process.env.CAPCHECK_FORBID_SKIPS === '1'

/**
 * Says why tests with real clusters cannot run here; null when they can. The reason is printed.
 * Where skips are forbidden the reason is thrown instead.
 */
export async function missing(names: readonly EngineName[]): Promise<string | null> {
  const reports = await resolveEngines([...names, 'toxiproxy'], { bring: false, yes: false, env: process.env, progress: SILENT })
  const reasons = reports.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem.reason}`]))
  try {
    execFileSync('unshare', [...PRIVATE_WORLD, 'true'], { stdio: 'pipe' })
  } catch (error) {
    reasons.push(`no private namespaces: ${error instanceof Error ? error.message : String(error)}`)
  }
  return skipReason(reasons)
}

/** Prints why tests are skipped; null, and nothing said, when there is no reason to. Throws it where skips are forbidden. */
export function skipReason(reasons: readonly string[], hint = 'capcheck doctor says what is missing'): string | null {
  if (reasons.length === 0) return null
  const reason = `${reasons.join('; ')} (${hint})`
  if (FORBIDDEN) throw new Error(`skips are forbidden here: ${reason}`)
  console.warn(`skipped: ${reason}`)
  return reason
}

import { messageOf } from '../core/errors.ts'
import type { Check, CheckInput, CheckResult } from '../core/workload.ts'

/**
 * Runs checks one after the other. A check that throws becomes a result `unknown` with the error in its summary:
 * a bug in one checker, or a history it cannot read, must neither stop the others nor pass for a valid history.
 */
export function runChecks(checks: readonly Check[], input: CheckInput): CheckResult[] {
  return checks.map((check) => runCheck(check, input))
}

function runCheck(check: Check, input: CheckInput): CheckResult {
  try {
    return check(input)
  } catch (error) {
    return {
      check: check.name || 'unnamed check',
      valid: 'unknown',
      summary: `The check did not finish: ${messageOf(error)}`,
      witness: null,
      // Nobody knows what it would have found, so it must be able to hold up a verdict.
      counts: 'linearizability',
      details: {},
    }
  }
}

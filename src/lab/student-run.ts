import { join } from 'node:path'
import { z } from 'zod'
import { RESULT_FILE } from '../pipeline/finish-run.ts'
import { parseFile } from '../pipeline/trial-file.ts'
import { parseResult, type Result } from '../report/result.ts'

/**
 * The result of a student's own run, as it was written. Whoever grades computes it again.
 *
 * @throws CapcheckError (exit 64) when it is gone or is no result
 */
export function readEvidenceResult(run: string): Result {
  return parseResult(parseFile(join(run, RESULT_FILE), z.json()))
}

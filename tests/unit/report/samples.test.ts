import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUNDLE_FILE } from '../../../src/pipeline/evidence/manifest.ts'
import { writeEvidence } from '../../../src/pipeline/evidence/write.ts'
import { finishRun, RESULT_FILE, resultText } from '../../../src/pipeline/finish-run.ts'
import { recordedByRun } from '../../../src/pipeline/recorded.ts'
import { renderHtml } from '../../../src/report/html/page.tsx'
import { SAMPLES, sampleFile, sampleRun } from '../../helpers/samples.ts'
import { unpackTimelines } from '../../helpers/unpack.ts'

/** Set by `npm run samples`, after checks or reports were changed on purpose. */
const WRITE = process.env.CAPCHECK_WRITE_SAMPLES === '1'
const REPORT = 'report.html'

/** Where two long texts part, with what surrounds it; empty when they are equal. */
function parting(stored: string, made: string): string {
  if (stored === made) return ''
  let at = 0
  while (at < stored.length && stored[at] === made[at]) at++
  const from = Math.max(0, at - 80)
  return `stored: ${stored.slice(from, from + 200)}\nmade:   ${made.slice(from, from + 200)}\n(npm run samples writes them anew)`
}

describe.each(SAMPLES)('the report kept of %s', (store) => {
  // Checks of three histories and a page: seconds, but not on a machine that is busy with other things.
  it('is what its evidence gives today', { timeout: 300_000 }, async () => {
    const folder = await sampleRun(store)
    try {
      const stored = readFileSync(join(folder, RESULT_FILE), 'utf8')
      const { result, trials } = await finishRun(folder)
      const html = renderHtml(result, recordedByRun(trials))
      if (WRITE) {
        writeFileSync(sampleFile(store, REPORT), html)
        writeFileSync(join(folder, RESULT_FILE), resultText(result))
        await writeEvidence(folder, result.tool.version)
        if (stored !== resultText(result)) copyFileSync(join(folder, BUNDLE_FILE), sampleFile(store, BUNDLE_FILE))
        return
      }
      expect(parting(stored, resultText(result))).toBe('')
      expect(parting(unpackTimelines(readFileSync(sampleFile(store, REPORT), 'utf8')), unpackTimelines(html))).toBe('')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

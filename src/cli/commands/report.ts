import { writeEvidence } from '../../pipeline/evidence/write.ts'
import { BUNDLE_FILE } from '../../pipeline/evidence/manifest.ts'
import { finishRun, writeReports } from '../../pipeline/finish-run.ts'
import type { Io } from '../io.ts'

/** `capcheck report <run folder>`: checks again, writes the three report files and the evidence bundle. */
export async function report(folder: string, version: string, io: Io): Promise<number> {
  const finished = await finishRun(folder)
  for (const remark of finished.remarks) io.err(`note: ${remark}`)
  await writeReports(folder, finished)
  await writeEvidence(folder, version)
  for (const name of ['result.json', 'report.md', 'report.html', BUNDLE_FILE]) io.out(`${folder.replace(/\/$/, '')}/${name}`)
  return finished.result.exitCode
}

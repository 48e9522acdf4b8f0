import { writeEvidence } from '../../pipeline/evidence/write.ts'
import { BUNDLE_FILE } from '../../pipeline/evidence/manifest.ts'
import { finishRun, writeReports } from '../../pipeline/finish-run.ts'
import { ATLAS_FILES, readAtlas, recomputeAtlas, writeAtlas } from '../../pipeline/stored-atlas.ts'
import type { Io } from '../io.ts'

/** `capcheck report <run folder>`: checks again, writes the three report files, the table of findings where there is one, and the evidence bundle. */
export async function report(folder: string, version: string, io: Io): Promise<number> {
  const finished = await finishRun(folder)
  for (const remark of finished.remarks) io.err(`note: ${remark}`)
  await writeReports(folder, finished)
  const { atlas } = readAtlas(folder)
  if (atlas !== null) writeAtlas(folder, recomputeAtlas(atlas, finished).atlas)
  await writeEvidence(folder, version)
  for (const name of ['result.json', 'report.md', 'report.html', ...(atlas === null ? [] : ATLAS_FILES), BUNDLE_FILE]) io.out(`${folder.replace(/\/$/, '')}/${name}`)
  return finished.result.exitCode
}

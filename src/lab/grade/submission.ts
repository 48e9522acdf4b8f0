import { CapcheckError } from '../../core/errors.ts'
import { hashOf } from '../../pipeline/evidence/manifest.ts'
import { verifyEvidence } from '../../pipeline/evidence/verify.ts'
import type { Result } from '../../report/result.ts'
import type { StoredLab } from '../labs.ts'
import { seedOf, shortLock, type Ran } from '../log.ts'
import { rowsOf } from '../rows.ts'
import { missingExplanations, parseSheet, type Sheet, wordCount } from '../sheet.ts'
import { lockOf, SHEET_FILE, type StudentFolder } from '../student.ts'
import { EVIDENCE_LIMITS } from '../submission/format.ts'
import { openSubmission, type OpenSubmission } from '../submission/open.ts'
import { type Explained, type Finding, type Graded, ungraded } from './graded.ts'
import { mentioned, type Key, withKey } from './key.ts'

/** What a grader has: assignments and their keys, by id. */
export interface Desk {
  readonly labs: ReadonlyMap<string, { readonly stored: StoredLab; readonly key: Key | null }>
  /** Version of this capcheck. */
  readonly version: string
}

/** Texts shorter than this are alike by chance. Words. */
const TELLING = 12

/**
 * Grades one submission. Nothing in it is believed: evidence is recomputed, predictions are those of the log, and
 * what does not fit together is said. Never throws for what is in the file.
 *
 * @param scratch an empty folder
 */
export async function gradeSubmission(file: string, scratch: string, desk: Desk): Promise<Graded> {
  let open: OpenSubmission
  try {
    open = await openSubmission(file, scratch)
  } catch (error) {
    return ungraded(file, 'not a submission', wordsOf(error))
  }
  const { submission } = open
  const found = desk.labs.get(submission.lab)
  if (found === undefined) return ungraded(file, 'other lab', `there is no lab "${submission.lab}" here (--labs names others)`, { name: submission.name })
  try {
    return await grade(file, open, found.stored, found.key, desk.version)
  } catch (error) {
    return ungraded(file, 'not a submission', wordsOf(error), { lab: submission.lab, name: submission.name })
  }
}

async function grade(file: string, open: OpenSubmission, stored: StoredLab, key: Key | null, version: string): Promise<Graded> {
  const { lab } = stored
  const sheet = parseSheet(open.sheetText, lab, SHEET_FILE)
  const locked = lockOf(open.lines)
  const runs = open.lines.flatMap(({ entry }) => (entry.what === 'ran' ? [entry] : []))
  const { result, findings: ofEvidence, histories } = await lookAtEvidence(open, stored, { locked, ran: runs.at(-1) ?? null, version })
  const findings = [...aboutLog(open, stored, version), ...aboutSheet(open, sheet, stored, locked), ...ofEvidence]
  const predictions = locked?.entry.predictions ?? {}
  const seen = await rowsOf(stored, predictions, { result, files: open.files })
  const keyed = key === null ? { rows: seen, findings: [] } : withKey(seen, key)
  // What cannot be believed earns nothing, whatever the key says.
  const believed = !findings.some(({ level }) => level === 'alarm')
  const rows = believed ? keyed.rows : seen.map((row) => ({ ...row, points: 0 }))
  const unclear = believed ? seen.filter(({ observed }) => observed === null) : []
  return {
    ...{ file, lab: lab.id, name: sheet.name, attempts: runs.length, rows, lock: locked === null ? null : shortLock(locked.hash) },
    evidence: lab.run === undefined ? 'none' : result === null ? 'refused' : 'verified',
    explanations: explained(sheet, stored, key),
    findings: [
      ...findings,
      ...keyed.findings,
      ...unclear.map(({ id, detail }): Finding => ({ level: 'note', what: 'unclear', text: `${id}: ${detail}` })),
      ...missingExplanations(sheet, lab).map(({ id, words, wanted }): Finding => ({ level: 'note', what: 'explanation missing', text: `${id}: ${words} of ${wanted} words` })),
    ],
    prints: { runs: histories, texts: textPrints(sheet), files: open.fileHashes.map(({ name, sha256 }) => `${name} ${sha256}`) },
  }
}

/** Is the log whole, and of this version of the lab? */
function aboutLog({ lines, brokenAt, submission }: OpenSubmission, { lab, sha256 }: StoredLab, version: string): Finding[] {
  const found: Finding[] = []
  const first = lines[0]!.entry
  const alarm = (text: string): void => void found.push({ level: 'alarm', what: 'changed log', text })
  if (brokenAt !== null) alarm(`the chain of hashes breaks at line ${brokenAt} of the log`)
  if (first.what !== 'started' || first.lab !== lab.id) alarm(`the log is not one of ${lab.id}`)
  else if (first.definition !== sha256) found.push({ level: 'note', what: 'other lab', text: 'it was started with another version of the assignment' })
  if (lines.filter(({ entry }) => entry.what === 'locked').length > 1) alarm('predictions were locked twice')
  if (submission.version !== version) found.push({ level: 'note', what: 'other version', text: `made with capcheck ${submission.version}, graded with ${version}` })
  return found
}

/** Are the sheet's predictions those that were locked before the run, and is it the sheet that was handed in? */
function aboutSheet({ lines, sheetText }: OpenSubmission, sheet: Sheet, { lab }: StoredLab, locked: StudentFolder['locked']): Finding[] {
  if (locked === null) return [{ level: 'alarm', what: 'changed predictions', text: 'no predictions were locked' }]
  const changed = lab.predictions.flatMap(({ id }) => {
    const [before, now] = [locked.entry.predictions[id], sheet.predictions.get(id)]
    return before === now ? [] : [`${id}: locked as ${before ?? 'nothing'}, handed in as ${now ?? 'nothing'}`]
  })
  const found: Finding[] = changed.map((text) => ({ level: 'alarm', what: 'changed predictions', text }))
  const last = lines.findLast(({ entry }) => entry.what === 'submitted')?.entry
  const whole = last?.what === 'submitted' && last.sheet === hashOf(sheetText)
  return whole ? found : [...found, { level: 'alarm', what: 'changed sheet', text: 'the sheet was changed after capcheck lab submit' }]
}

/** What the evidence must fit: the log's word, and the version that recomputes it. */
interface Claimed {
  readonly locked: StudentFolder['locked']
  readonly ran: Ran | null
  readonly version: string
}

interface Looked {
  /** The recomputed result; null when there is nothing that can be believed. */
  readonly result: Result | null
  readonly findings: Finding[]
  readonly histories: string[]
}

/** Recomputes the evidence and asks whether it is of the run that these predictions were locked for. */
async function lookAtEvidence({ evidence }: OpenSubmission, { lab }: StoredLab, { locked, ran, version }: Claimed): Promise<Looked> {
  const refused = (what: Finding['what'], text: string, histories: string[] = []): Looked => ({ result: null, findings: [{ level: 'alarm', what, text }], histories })
  if (lab.run === undefined) return { result: null, findings: [], histories: [] }
  if (evidence === null) return refused('evidence missing', 'there is no evidence of a run in it')
  let verified: Awaited<ReturnType<typeof verifyEvidence>>
  try {
    verified = await verifyEvidence(evidence, { limits: EVIDENCE_LIMITS })
  } catch (error) {
    return refused('changed evidence', wordsOf(error).replaceAll(evidence, 'evidence.tar.gz'))
  }
  const { result, same, runs, other, manifestSha256, created, madeBy } = verified
  const histories = result.runs.filter(({ operations }) => operations.total > 0).map(({ history }) => history.sha256)
  if (!same) {
    const fields = [...runs.flatMap(({ id, differences }) => differences.map(({ field }) => `${id} ${field}`)), ...other.map(({ field }) => field)]
    const named = `${fields.slice(0, 3).join('; ')}${fields.length > 3 ? ` and ${fields.length - 3} more` : ''}`
    // The checks of another version may answer otherwise: that is no reason to accuse anybody.
    if (madeBy !== version) return refused('other version', `made with capcheck ${madeBy}, and ${version} computes other fields (${named}): grade it with ${madeBy}`, histories)
    return refused('changed evidence', `the result is not what the histories say: ${named}`, histories)
  }
  if (ran === null || ran.evidence !== manifestSha256) return refused('other run', 'the evidence is not the one that the log names', histories)
  const seed = locked === null ? null : seedOf(locked.hash, ran.attempt)
  if (result.runs.some((run) => run.seed !== seed)) return refused('other run', 'the seed of the run is not that of the locked predictions', histories)
  if (locked !== null && Date.parse(created) < Date.parse(locked.entry.time)) return refused('run before lock', `the run began at ${created}, the predictions were locked at ${locked.entry.time}`, histories)
  return { result, findings: [], histories }
}

function explained(sheet: Sheet, { lab }: StoredLab, key: Key | null): Explained[] {
  return lab.questions.map(({ id, words: wanted }) => {
    const text = sheet.explanations.get(id) ?? ''
    return { id, text, words: wordCount(text), wanted, mentions: key === null ? null : mentioned(text, id, key) }
  })
}

/** Texts as fingerprints that spaces, case and punctuation do not change. */
function textPrints({ explanations }: Sheet): string[] {
  return [...explanations].flatMap(([id, text]) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    return words.length < TELLING ? [] : [`${id} ${hashOf(words.join(' '))}`]
  })
}

/** A clear error as text; whatever is none is a bug and goes on. */
function wordsOf(error: unknown): string {
  if (error instanceof CapcheckError) return error.message
  throw error
}

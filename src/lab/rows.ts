import { join } from 'node:path'
import { checkHistory, readHistoryFile } from '../pipeline/check-history.ts'
import type { Result } from '../report/result.ts'
import { judgeAttack } from './attack.ts'
import type { Attack, Choice, Lab, Prediction } from './definition.ts'
import type { StoredLab } from './labs.ts'
import { observe, observeChoice, requirementText } from './observe.ts'

/** One line of prediction against observation. */
export interface Row {
  readonly id: string
  readonly kind: Prediction['kind'] | 'attack'
  /** What the student said: a word, a chosen profile, or the name of a file. */
  readonly predicted: string
  /** What was seen, in the same words; null when nobody can tell. */
  readonly observed: string | null
  readonly detail: string
  /** Points of this line, and how many there can be. */
  readonly points: number
  readonly most: number
}

/** What the words are held against. */
export interface Seen {
  /** Null when nothing was run, or what was run cannot be believed. */
  readonly result: Result | null
  /** Folder with the student's files. */
  readonly files: string
}

/** Holds predictions against what was seen, in the order of the sheet. */
export async function rowsOf({ lab, folder }: StoredLab, predictions: { readonly [id: string]: string }, seen: Seen): Promise<Row[]> {
  const rows: Row[] = []
  for (const item of lab.predictions) rows.push(await rowOf(lab, folder, item, predictions, seen))
  for (const attack of lab.attacks ?? []) rows.push(await attackRow(attack, seen))
  return rows
}

async function rowOf(lab: Lab, folder: string, item: Prediction, predictions: { readonly [id: string]: string }, { result }: Seen): Promise<Row> {
  const predicted = predictions[item.id] ?? ''
  if (item.kind === 'history') {
    const { valid, summary } = await checkHistory(await readHistoryFile(join(folder, item.file)), { model: item.model, ...(item.initial === undefined ? {} : { initial: item.initial }) })
    return plainRow(item, predicted, valid === 'unknown' ? null : valid ? 'valid' : 'not-valid', summary)
  }
  if (result === null) return { ...plainRow(item, predicted, null, 'nothing was observed'), most: item.kind === 'profile' ? item.requires.length : 1 }
  if (item.kind === 'profile') return choiceRow(item, predicted, result)
  const chosen = lab.predictions.filter((other): other is Choice => other.kind === 'profile')
  const { word, detail } = observe(result, item, predictions, chosen)
  return plainRow(item, predicted, word, detail)
}

function plainRow({ id, kind }: Prediction, predicted: string, observed: string | null, detail: string): Row {
  return { id, kind, predicted, observed, detail, points: observed === predicted ? 1 : 0, most: 1 }
}

function choiceRow({ id, kind, requires, ...rest }: Choice, predicted: string, result: Result): Row {
  const seen = observeChoice(result, { id, kind, requires, ...rest }, predicted)
  const met = seen.filter(({ requirement, word }) => word === requirement.is).length
  const open = seen.every(({ word }) => word === null)
  const detail = seen.map(({ requirement, word, detail: figures }) => `${word === requirement.is ? 'yes' : word === null ? 'unclear' : 'no'}: ${requirementText(requirement)}${word === requirement.is ? '' : ` (${word ?? figures})`}`)
  return { id, kind, predicted, observed: open ? null : `meets ${met} of ${requires.length}`, detail: detail.join('; '), points: met, most: requires.length }
}

async function attackRow(attack: Attack, { files }: Seen): Promise<Row> {
  const { met, checker, detail } = await judgeAttack(attack, files)
  // Whoever fools the checker has found a bug: a bonus, and no point is lost where there is none to find.
  const most = attack.wants === 'wrong answer' ? 0 : 1
  return { id: attack.id, kind: 'attack', predicted: attack.file, observed: checker, detail: `${met ? 'as asked' : 'not as asked'}: ${detail}`, points: met ? 1 : 0, most }
}

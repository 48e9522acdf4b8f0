import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { System } from '../../system.ts'

/** Options that every lab command has. */
export interface LabFlags {
  readonly labs?: string
}

/** The folder of the assignments: the user's, or the one that came with capcheck. */
export function labsFolder({ labs }: LabFlags, { cwd }: Pick<System, 'cwd'>): string {
  if (labs !== undefined) return resolve(cwd, labs)
  // This file is in src/ or in dist/src/.
  const [source, built] = ['../../../../labs', '../../../../../labs'].map((path) => fileURLToPath(new URL(path, import.meta.url))) as [string, string]
  return existsSync(source) ? source : built
}

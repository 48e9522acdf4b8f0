import { renameSync, writeFileSync } from 'node:fs'

/** Writes a file in one step, so that a reader or a kill never sees half of it. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text)
  renameSync(`${path}.part`, path)
}

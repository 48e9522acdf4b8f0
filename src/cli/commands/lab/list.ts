import { EXIT } from '../../../core/errors.ts'
import { readLabs } from '../../../lab/labs.ts'
import type { System } from '../../system.ts'
import { labsFolder, type LabFlags } from './folders.ts'

/** `capcheck lab list`. */
export function listLabs(flags: LabFlags, system: System): number {
  const labs = readLabs(labsFolder(flags, system))
  const width = Math.max(...labs.map(({ lab }) => lab.id.length))
  for (const { lab } of labs) {
    const runs = lab.run === undefined ? 'no cluster' : lab.run.profiles.length === 0 ? 'what you choose' : lab.run.profiles.join(', ')
    system.io.out(`${lab.id.padEnd(width)}  ${lab.title} (${lab.minutes} min; ${runs})`)
  }
  system.io.err('')
  system.io.err(`Begin: capcheck lab start ${labs[0]!.lab.id}`)
  return EXIT.ok
}

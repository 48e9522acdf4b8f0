import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** On everything that capcheck makes in an engine; its value is one cluster's id. */
export const RUN_LABEL = 'org.capcheck.run'
/** Which part of the cluster a container is: `n1`, `n1.toxiproxy`. Also the name of its log file. */
export const PART_LABEL = 'org.capcheck.part'
/** Machine and process that use it, so that `capcheck clean` can leave alone what is in use. */
const OWNER_LABEL = 'org.capcheck.owner'

/** Labels of everything that belongs to a cluster. */
export function runLabels(run: string): { [name: string]: string } {
  return { [RUN_LABEL]: run, [OWNER_LABEL]: `${hostname()}/${process.pid}` }
}

/** Does the process that made something still run? A process of another machine counts as gone. */
export function inUse(labels: { readonly [name: string]: string } | undefined): boolean {
  const [machine, pid] = (labels?.[OWNER_LABEL] ?? '').split('/')
  if (machine !== hostname() || Number(pid) === process.pid) return false
  try {
    return process.kill(Number(pid), 0) && !isZombie(Number(pid))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Has a process ended that nobody has waited for? It takes signals as if it ran, for ever where the first process of
 * a container is no init. The state is the field behind the name, which may itself hold blanks and brackets: proc(5).
 */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.startsWith('Z')
  } catch {
    return false // No such file on macOS; kill has said that the process is there.
  }
}

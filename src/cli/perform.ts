import { chooseProvider, parseImages, type ProviderName } from '../pipeline/ground.ts'
import { run, type RunInput, type RunOutcome, shown } from '../pipeline/run.ts'
import type { Selection } from '../pipeline/select.ts'
import { prepareGround } from './prepare-ground.ts'
import { runProgress } from './progress/run-progress.ts'
import type { System } from './system.ts'

export interface RunSystem extends System {
  readonly version: string
  /** Set up what is missing first. */
  readonly bring: boolean
  readonly yes: boolean
}

/** Where a run takes place and where it writes. */
export interface Place extends Pick<RunInput, 'further' | 'beside'> {
  readonly on: 'auto' | ProviderName
  readonly image?: readonly string[]
  readonly out?: string
  readonly quiet?: true
  /** The command that repeats it. */
  readonly command: (provider: ProviderName) => string
}

/** Runs trials with progress on the terminal. */
export async function perform({ on, image, out, quiet, command, further, beside }: Place, selections: readonly Selection[], system: RunSystem): Promise<RunOutcome> {
  const { io } = system
  const images = parseImages(image ?? [])
  const ground = await prepareGround(await chooseProvider(on, images), selections, images, system)
  const progress = runProgress(quiet ? { ...io, err: () => undefined, live: undefined } : io, selections)
  const told: RunInput['further'] = further === undefined ? undefined : (checked) => progress.more(further(checked))
  return run({
    ...{ version: system.version, command: command(ground.provider), selections, ground },
    ...{ out: out ?? null, cwd: system.cwd, now: system.now(), onEvent: progress.onEvent, stop: system.stop, further: told, beside },
  }).finally(progress.close)
}

/** Where the bundle of a run lies, and the hash to note. */
export function evidenceText({ evidence }: RunOutcome, cwd: string): string {
  return `Evidence: ${shown(evidence.path, cwd)}, manifest SHA-256 ${evidence.manifestSha256}`
}

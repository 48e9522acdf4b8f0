import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentError, messageOf } from '../../core/errors.ts'
import { api, type Engine } from './engine.ts'
import { PART_LABEL } from './labels.ts'

/** Milliseconds that the last words of a dead container may take to reach its log file. */
const LAST_WORDS_MS = 300

/** An eye on the containers of one cluster. */
export interface Watch {
  /** Parts that have ended, by name. */
  readonly dead: ReadonlySet<string>
  /** This part is about to be ended on purpose. */
  expectDeath(part: string): void
  /** Rejects when a container ends, or the engine falls silent, before `close`. */
  readonly died: Promise<never>
  /** Has the engine itself stopped talking? */
  silent(): boolean
  close(): void
}

interface DeathEvent {
  readonly id: string
  readonly Actor: { readonly Attributes: { readonly [name: string]: string } }
}

/** What is watched, and how its end is told. */
export interface Watched {
  /** `name=value`, on all containers of the cluster. */
  readonly label: string
  /** The last lines of a part's log. */
  explain(part: string): Promise<string>
  /** What to do when the engine falls silent. */
  readonly hint: string
}

/** Watches the engine's own events; for containers of our own, from before the first one starts. */
export async function watchContainers(engine: Engine, { label, explain, hint }: Watched): Promise<Watch> {
  const dead = new Set<string>()
  const expected = new Set<string>()
  let open = true
  let silent = false
  const events = (await api(engine).getEvents({
    filters: { type: ['container'], event: ['die'], label: [label] },
  })) as NodeJS.ReadableStream & { destroy(): void }
  const died = new Promise<never>((_resolve, reject) => {
    const lines = createInterface({ input: events })
    lines.on('line', (line) => {
      const event = JSON.parse(line) as DeathEvent
      const part = event.Actor.Attributes[PART_LABEL] ?? event.id
      dead.add(part)
      if (open && !expected.has(part)) void autopsy(engine, event, part, explain).then(reject)
    })
    const fallSilent = (error?: unknown) => {
      if (!open) return
      silent = true
      const more = error === undefined ? '' : `: ${messageOf(error)}`
      reject(environmentError(`the container engine fell silent in the middle of the run${more}`, hint))
    }
    events.on('error', fallSilent)
    lines.on('error', fallSilent)
    lines.on('close', () => fallSilent())
  })
  died.catch(() => undefined)
  return {
    dead,
    expectDeath: (part) => expected.add(part),
    died,
    silent: () => silent,
    close() {
      open = false
      events.destroy()
    },
  }
}

async function autopsy(engine: Engine, event: DeathEvent, part: string, explain: (part: string) => Promise<string>): Promise<Error> {
  await sleep(LAST_WORDS_MS)
  const state = await api(engine)
    .getContainer(event.id)
    .inspect()
    .then(({ State }) => State)
    .catch(() => null)
  const starved = state?.OOMKilled === true
  const why = starved ? 'out of memory' : `exit code ${event.Actor.Attributes.exitCode ?? state?.ExitCode ?? 'unknown'}`
  const hint = starved ? 'Give the container engine more memory.' : undefined
  return environmentError(`${part} ended by itself: ${why}\n${await explain(part)}`, hint)
}

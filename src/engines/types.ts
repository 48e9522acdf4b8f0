import type { Engine } from '../core/store.ts'
import type { Apt } from './apt.ts'
import type { Run } from './run.ts'

/** Everything that can be found or brought. Java belongs to `cassandra`, wine to `mongodb`. */
export const ENGINE_NAMES = ['postgres', 'mongodb', 'cassandra', 'toxiproxy'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

/** Why there is no engine and what helps. */
export interface Problem {
  readonly reason: string
  readonly hint: string
  /** Debian packages whose installation would help. */
  readonly packages: readonly string[]
}

/** What became of one engine. `remarks` tells what was passed over on the way, such as a wrong version on PATH. */
export type EngineReport = { readonly name: EngineName; readonly remarks: readonly string[] } & (
  | { readonly engine: Engine; readonly problem: null }
  | { readonly engine: null; readonly problem: Problem }
)

/** How far an engine is. `total` is null where the size is not known. */
export interface Progress {
  step(task: string, text: string): void
  bytes(task: string, text: string, done: number, total: number | null): void
  end(task: string, text: string): void
}

/** A progress that tells nobody. */
export const SILENT: Progress = { step: () => {}, bytes: () => {}, end: () => {} }

/** What finding needs. */
export interface Look {
  readonly env: NodeJS.ProcessEnv
  /** Folder of all that capcheck brings. */
  readonly cache: string
  readonly run: Run
  /** Keeps a sentence for the report: something was passed over. */
  remark(text: string): void
  /** Says what is missing of an engine that is nearly there, and the Debian packages that have it. */
  lack(text: string, packages: readonly string[]): void
}

/** What bringing needs besides. */
export interface Kit extends Look {
  readonly apt: Apt
  step(text: string): void
  bytes(text: string, done: number, total: number | null): void
}

/** One way to bring an engine. Throws when this way does not work; the next one is then tried. */
export interface Source {
  readonly label: string
  bring(kit: Kit): Promise<Engine>
}

/** How one engine is found and brought. */
export interface Recipe {
  readonly name: EngineName
  /** What the user named, or null when the user named none. Throws when it does not fit: a named engine is never passed over. */
  named(look: Look): Promise<Engine | null>
  /** PATH, then cache, then what is installed beside capcheck. No network, changes nothing. */
  present(look: Look): Promise<Engine | null>
  /** In the order in which they are tried. */
  readonly sources: readonly Source[]
}

import type { Command } from 'commander'
import type { System } from '../system.ts'

/** Where a group of commands puts itself: each group has a file of its own in this folder. */
export interface Registry {
  readonly program: Command
  readonly system: System
  /** Version of capcheck. */
  readonly version: string
  /** Takes the exit code of the command that ran. */
  readonly done: (code: number) => void
}

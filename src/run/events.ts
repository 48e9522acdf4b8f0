import type { Phase } from '../core/phase.ts'
import type { SideAnswers } from './pulse.ts'

/** What a run tells its observers while it goes on. Plain data: it crosses a process boundary. */
export type RunEvent =
  | { readonly type: 'step'; readonly store: string; readonly text: string }
  | { readonly type: 'phase'; readonly store: string; readonly trial: string; readonly phase: Phase; readonly plannedMs: number | null }
  /** Once a second while the cut holds: what was answered in that second. */
  | { readonly type: 'availability'; readonly store: string; readonly trial: string; readonly phase: Phase; readonly sides: readonly SideAnswers[] }
  | { readonly type: 'fault'; readonly store: string; readonly trial: string; readonly text: string }
  | { readonly type: 'trial'; readonly store: string; readonly trial: string; readonly state: 'started' | 'finished' | 'stopped'; readonly message?: string }
  | { readonly type: 'store'; readonly store: string; readonly state: 'finished' | 'failed'; readonly message?: string; readonly hint?: string; readonly timing: { readonly [step: string]: number } }

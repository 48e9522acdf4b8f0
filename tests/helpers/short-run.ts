import { expect, vi } from 'vitest'
import { processesNaming, type Running, said } from './cli.ts'

// One PostgreSQL configuration with short phases: these tests are about containers, not about verdicts.
export const SHORT = ['run', '--on', 'docker', '--store', 'postgres', '--profile', 'PG-2', '--seed', '1', '--rate', '5', '--min-attempts', '5', '--before', '1000']

/**
 * Kills a command line and what runs the trials beside the containers, so that nobody but the reaper is left. All are
 * stopped first: who sees another one die begins to tidy up.
 */
function killAll(folder: string): void {
  const pids = processesNaming(folder).map((line) => Number(line.split(' ')[0]))
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of pids) process.kill(pid, signal)
}

/** Ends a command line, and what it has started for a run folder, as soon as it has said something. */
export async function killedAt(text: string, running: Running, folder?: string): Promise<void> {
  await said(running, text)
  if (folder === undefined) running.child.kill('SIGKILL')
  else killAll(folder)
  await running.finished
  if (folder !== undefined) await vi.waitFor(() => expect(processesNaming(folder)).toEqual([]))
}

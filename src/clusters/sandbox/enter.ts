import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PRIVATE_WORLD } from '../../core/namespaces.ts'

/**
 * First process of the sandbox. It waits for two ends: the runner's exit, whose code it passes on, and the end of
 * the pipe that the parent holds, which comes when the parent dies by any signal, even if the runner hangs.
 * (Descriptor 3 is Node's IPC channel.) When this process ends, the kernel kills everything in its process namespace, and with the last process
 * go the network namespaces, mounts and everything on them.
 */
const FIRST_PROCESS = `
exec 9<&0 </dev/null
"$@" 9<&- &
runner=$!
{ cat <&9 >/dev/null; kill -9 $runner; } 2>/dev/null &
wait $runner
exit $?
`

export interface SandboxChild {
  readonly process: ChildProcess
  /** Ends the sandbox at once, with everything in it. */
  kill(): void
}

/**
 * Starts a Node program in a private world: own user, network, mount, process and IPC namespaces (util-linux `unshare`).
 * The program has an IPC channel (`process.send`) and the file system of the machine.
 *
 * @param entry module to run, `.ts` or `.js`
 * @param stderrFile where the program's own stderr goes
 */
export function enterSandbox(entry: URL, args: readonly string[], stderrFile: string): SandboxChild {
  const log = openSync(stderrFile, 'a')
  const child = spawn(
    'unshare',
    [
      ...PRIVATE_WORLD,
      ...['--', 'sh', '-c', FIRST_PROCESS, 'sh', process.execPath, '--no-warnings', fileURLToPath(entry), ...args],
    ],
    {
      // A session of its own: Ctrl+C in the terminal must reach the command line only, never the databases.
      detached: true,
      stdio: ['pipe', log, log, 'ipc'],
      serialization: 'json',
    },
  )
  // Writing to a sandbox that has just died is not an error of ours.
  child.stdin?.on('error', () => undefined)
  return { process: child, kill: () => child.stdin?.destroy() }
}

import type { Command } from 'commander'
import { names } from './values.ts'

/** `--junit` and `--summary`, for every command whose findings a CI job may want. */
export function withCiOptions(command: Command): Command {
  return command
    .option('--junit <file>', 'write what was found as JUnit XML, for CI')
    .option('--summary <file>', 'append what was found as Markdown (default: $GITHUB_STEP_SUMMARY, when it is set)')
}

/** `--expect`, for every command that has a run's verdicts. */
export function withExpect(command: Command): Command {
  return command.option('--expect <expectations>', 'exit 1 when not met, by commas or repeated: postgres/PG-5=CP, or for one workload postgres/PG-5/bank-transfer=CP', names)
}

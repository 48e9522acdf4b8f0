import type { Command } from 'commander'

/** `--junit` and `--summary`, for every command whose findings a CI job may want. */
export function withCiOptions(command: Command): Command {
  return command
    .option('--junit <file>', 'write what was found as JUnit XML, for CI')
    .option('--summary <file>', 'append what was found as Markdown (default: $GITHUB_STEP_SUMMARY, when it is set)')
}

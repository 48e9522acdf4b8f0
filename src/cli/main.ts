#!/usr/bin/env node
import { CapcheckError, EXIT, messageOf } from '../core/errors.ts'

const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(`capcheck: Node ${process.versions.node} is too old; 22.22 or newer is needed`)
  process.exit(EXIT.usage)
}

// Loaded only now: an older Node would stumble over the modules themselves, without a word about the version.
const { runProgram } = await import('./program.ts')
const { processIo } = await import('./io.ts')
const { watchSignals } = await import('./signals.ts')
const io = processIo()
try {
  process.exitCode = await runProgram(process.argv.slice(2), { io, stop: watchSignals(io), cwd: process.cwd(), now: () => new Date() })
} catch (error) {
  io.err(`capcheck: ${messageOf(error)}`)
  if (error instanceof CapcheckError) {
    if (error.hint !== undefined) io.err(`  ${error.hint}`)
    process.exitCode = error.exitCode
  } else {
    io.err(error instanceof Error && error.stack !== undefined ? error.stack : '')
    io.err('  This is a bug in capcheck.')
    process.exitCode = EXIT.internal
  }
}
// A database driver may hold a timer for a connection that never answers; everything is on disk by now.
process.exit()

import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../../src/cli/program.ts'

/** The program, with commands that only take note of what they were called with, and its help as it is printed. */
function program(): { readonly root: Command; readonly called: string[]; helpOf(path: readonly string[]): string } {
  let shown = ''
  const called: string[] = []
  const io = { out: (line: string) => void (shown += `${line}\n`), err: () => undefined, isTTY: false, env: {} }
  const root = buildProgram({ io, stop: new AbortController().signal, cwd: '/', now: () => new Date() }, () => undefined)
  for (const command of root.commands) command.action(() => void called.push(command.name()))
  const helpOf = (path: readonly string[]): string => {
    shown = ''
    expect(() => root.parse([...path, '--help'], { from: 'user' })).toThrow('(outputHelp)')
    return shown
  }
  return { root, called, helpOf }
}

const { root, helpOf } = program()
const names = root.commands.map((command) => command.name())

/** Command lines of a help: what follows `$`, without what the shell itself does. */
function examplesOf(help: string): string[][] {
  return [...help.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line]) => {
    const [, command] = /(?:^|[ (])capcheck ([^()|]*)/.exec(line!) ?? []
    return command!.split(/ > /, 1)[0]!.trim().split(/ +/)
  })
}

describe.each([['capcheck', []], ...names.map((name) => [name, [name]] as const)] as const)('the help of %s', (name, path) => {
  const help = helpOf(path)

  it('says what it does and has examples, each with a comment', () => {
    expect(help).toMatch(/^Usage: capcheck/)
    const examples = help.split('\nExamples:\n')[1] ?? ''
    expect(examples).toMatch(/^ {2}# \S/)
    expect(examplesOf(help).length).toBeGreaterThan(0)
    if (path.length > 0) expect(examplesOf(help).map(([command]) => command)).toContain(name)
  })

  it.each(examplesOf(help).map((args) => [args.join(' '), args] as const))('has an example that parses: capcheck %s', (_text, args) => {
    const fresh = program()
    fresh.root.parse(args, { from: 'user' })
    expect(fresh.called).toEqual([args[0]])
  })

  it('says what every option is', () => {
    for (const { flags, description } of (path.length === 0 ? root : root.commands.find((each) => each.name() === name)!).options) expect(`${flags}: ${description}`).toMatch(/: \S/)
  })
})

describe('the help of the program', () => {
  it('has a line for every command', () => {
    for (const name of names) expect(helpOf([])).toMatch(new RegExp(`^  ${name}\\b.* \\S+`, 'm'))
  })
})

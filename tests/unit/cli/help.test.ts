import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../../src/cli/program.ts'

/** The program, with commands that only take note of what they were called with, and its help as it is printed. */
function program(): { readonly root: Command; readonly called: string[]; helpOf(path: readonly string[]): string } {
  let shown = ''
  const called: string[] = []
  const io = { out: (line: string) => void (shown += `${line}\n`), err: () => undefined, isTTY: false, env: {} }
  const root = buildProgram({ io, stop: new AbortController().signal, cwd: '/', now: () => new Date() }, () => undefined)
  for (const command of root.commands) {
    // A command of a group stands for the group.
    for (const each of command.commands.length > 0 ? command.commands : [command]) each.action(() => void called.push(command.name()))
  }
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
  return [...help.matchAll(/^ {2}\$ (.*)$/gm)].flatMap(([, line]) => {
    const [, command] = /(?:^|=\d+ |\()capcheck ([^()|]*)/.exec(line!.replace(/ +# .*/, '')) ?? []
    if (command === undefined) return []
    return [[...command.split(/ > /, 1)[0]!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!)]
  })
}

describe.each([['capcheck', []], ...names.map((name) => [name, [name]] as const)] as const)('the help of %s', (name, path) => {
  const help = helpOf(path)
  const command = path.length === 0 ? root : root.commands.find((each) => each.name() === name)!
  const examples = examplesOf(help)

  it('says what it does and has examples', () => {
    expect(help).toMatch(/^Usage: capcheck/)
    expect(help).toMatch(/\nExamples.*:\n {2}[#$] \S/)
    expect(examples.length).toBeGreaterThan(0)
    if (path.length > 0) expect(examples.map(([word]) => word)).toContain(name)
    // A group has examples of all its commands.
    for (const inner of path.length === 0 ? [] : command.commands) expect(examples.map(([, word]) => word)).toContain(inner.name())
  })

  it.each(examples.map((args) => [args.join(' '), args] as const))('has an example that parses: capcheck %s', (_text, args) => {
    const fresh = program()
    fresh.root.parse(args, { from: 'user' })
    expect(fresh.called).toEqual([args[0]])
  })

  it('says what every option is', () => {
    for (const each of [command, ...command.commands]) for (const { flags, description } of each.options) expect(`${flags}: ${description}`).toMatch(/: \S/)
  })
})

describe('the help of the program', () => {
  it('has a line for every command', () => {
    for (const name of names) expect(helpOf([])).toMatch(new RegExp(`^  ${name}\\b.* \\S+`, 'm'))
  })
})

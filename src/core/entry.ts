/**
 * The module `name` beside the one that asks, as the entry of a process or thread of its own: TypeScript where the sources run,
 * JavaScript where the built files do.
 *
 * @param asking `import.meta.url` of the module that asks
 */
export function entryBeside(asking: string, name: string): URL {
  return new URL(`./${name}.${asking.endsWith('.ts') ? 'ts' : 'js'}`, asking)
}

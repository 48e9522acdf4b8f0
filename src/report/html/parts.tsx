import type { ComponentChildren } from 'preact'
import { formatJson } from '../format.ts'
import type { ResultLabel, Run } from '../result.ts'

/** The letter of a verdict. Its frame differs per label as well as its colour. */
export function Badge({ label }: { label: ResultLabel }) {
  return <span class={`badge ${label}`}>{label}</span>
}

/** A wide thing that scrolls by itself, reachable by keyboard; the page never scrolls sideways. No landmark: there are hundreds. */
export function Scroll({ label, class: name = '', children }: { label: string; class?: string; children: ComponentChildren }) {
  return (
    <div class={`scroll ${name}`} role="group" aria-label={label} tabindex={0}>
      {children}
    </div>
  )
}

/** A table with a caption for screen readers. Cells of the first column are row headers. On a narrow screen each row is a card. */
export function Table({ caption, head, rows }: { caption: string; head: readonly string[]; rows: readonly (readonly ComponentChildren[])[] }) {
  return (
    <Scroll label={caption}>
      <table class="stack">
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th scope="col">{typeset(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr>
              <th scope="row" data-label={typeset(head[0] ?? '')}>
                {first}
              </th>
              {rest.map((cell, index) => (
                <td data-label={typeset(head[index + 1] ?? '')}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Sets a sentence of the result: a number stays on one line with its unit, or with the label that it counts, and `->` becomes an arrow. */
export function typeset(text: string): string {
  return text.replaceAll(' -> ', ' → ').replaceAll(/(\d) (?=(?:%|ms\b|s\b|CP\b|AP\b|neither\b|inconclusive\b))/g, '$1\u00a0')
}

/** Characters of one setting: names of keys go on and on. */
const LONGEST_SETTING = 180

const OF_NODE = /^(n\d+)\./

/** Names and values of settings, each on a line of its own; what several nodes have in common on one. */
export function Settings({ values }: { values: Run['settings'] }) {
  const entries = withoutRepeats(values)
  if (entries.length === 0) return <>none</>
  return (
    <ul class="plain">
      {entries.map(([name, value]) => (
        <li>
          <code>
            {name} = {value}
          </code>
        </li>
      ))}
    </ul>
  )
}

/** `n1.fsync = on` and `n2.fsync = on` become `fsync (n1, n2) = on`, in the place of the first. */
function withoutRepeats(values: Run['settings']): (readonly [name: string, value: string])[] {
  const groups = Map.groupBy(Object.entries(values), ([name, value]) => `${name.replace(OF_NODE, '* ')} ${formatJson(value, Infinity)}`)
  return [...groups.values()].map((same) => {
    const [[name, value]] = same as [[string, (typeof values)[string]]]
    const nodes = same.map(([each]) => OF_NODE.exec(each)?.[1])
    const shown = nodes[0] === undefined ? name : `${name.replace(OF_NODE, '')} (${nodes.join(', ')})`
    return [shown, formatJson(value, LONGEST_SETTING)] as const
  })
}

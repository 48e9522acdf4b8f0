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

/** A table with a caption for screen readers. Cells of the first column are row headers. */
export function Table({ caption, head, rows }: { caption: string; head: readonly string[]; rows: readonly (readonly ComponentChildren[])[] }) {
  return (
    <Scroll label={caption}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th scope="col">{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr>
              <th scope="row">{first}</th>
              {rest.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

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
    return [shown, formatJson(value, 400)] as const
  })
}

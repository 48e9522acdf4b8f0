import type { ViewRecord } from '../../../core/trial.ts'

/** A stretch of time in which a node said the same of itself and of its peers. Nanoseconds. */
export interface RoleSpan {
  readonly from: number
  readonly to: number
  readonly kind: 'leader' | 'other' | 'silent'
  readonly text: string
}

export interface RoleRow {
  readonly node: string
  readonly spans: readonly RoleSpan[]
}

/** What each node said over time, from one look at it to the next that differed. */
export function roleRows(views: readonly ViewRecord[], end: number): RoleRow[] {
  return [...Map.groupBy(views, ({ node }) => node)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, group]) => {
      const sorted = group.toSorted((a, b) => a.time - b.time)
      const changes = sorted.filter((view, index) => index === 0 || textOf(view) !== textOf(sorted[index - 1]!))
      return { node, spans: changes.map((view, index) => ({ from: view.time, to: changes[index + 1]?.time ?? end, kind: kindOf(view), text: textOf(view) })) }
    })
}

function kindOf({ alive, role }: ViewRecord): RoleSpan['kind'] {
  if (!alive) return 'silent'
  return role === 'leader' ? 'leader' : 'other'
}

function textOf({ alive, role, reachable }: ViewRecord): string {
  if (!alive) return 'gave no answer'
  return `${role}, sees ${reachable.length === 0 ? 'nobody' : reachable.toSorted().join(', ')}`
}

import type { Evidence } from './evidence.ts'

/**
 * Who could still write in steady, for a CP verdict. A side could write when one of its nodes had any change
 * acknowledged. A side that holds both the leader and the majority is called the majority.
 */
export function subLabel({ trial, cells }: Evidence): string {
  const writing = new Set(cells.filter(({ phase, effect, ok }) => phase === 'steady' && effect !== 'read' && ok > 0).map(({ side }) => side))
  const [side, ...others] = [...writing]
  if (side === undefined) return 'nobody could write'
  if (others.length > 0) return 'both sides could write something'
  if ((trial.sides[side]?.length ?? 0) * 2 > trial.nodes.length) return 'majority stays up'
  return side === trial.leaderSide ? "leader's side stays up" : 'minority stays up'
}

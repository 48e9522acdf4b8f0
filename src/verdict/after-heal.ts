import type { Evidence } from './evidence.ts'

/** What the heal left behind, in one sentence: whole or not, converged or not, lossless or lossy. */
export function afterHeal({ trial, counted, shown }: Evidence): string {
  const { recovered, convergedMs } = trial
  const results = [...counted, ...shown]
  const counts = results.filter(({ valid, details }) => valid !== 'unknown' && typeof details['lost'] === 'number')
  const lost = counts.filter(({ details }) => details['lost'] !== 0).map(({ check, details }) => `${String(details['lost'])} (${check})`)
  const overwritten = results.flatMap(({ details }) => Object.entries(objectOf(details['overwritten']))).map(([side, count]) => `${String(count)} of side ${side}`)
  return [
    recovered.ok ? `whole again ${recovered.afterMs ?? 0} ms after the heal` : `not whole again (${recovered.detail})`,
    convergedMs === null ? 'final answers never agreed' : `final answers agreed ${convergedMs} ms after the heal`,
    lost.length > 0 ? `acknowledged changes lost: ${lost.join(', ')}` : counts.length > 0 ? 'no acknowledged change lost' : 'nothing says whether acknowledged changes were lost',
    ...(overwritten.length === 0 ? [] : [`acknowledged writes overwritten by the other side: ${overwritten.join(', ')}`]),
  ].join('; ')
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

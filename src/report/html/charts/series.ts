import type { Operation } from '../../../core/event.ts'
import { binned, loadOf, OUTCOMES, outcomeOf, type Bins, type Outcome } from './bins.ts'
import { logScale, type LogScale } from './log-scale.ts'
import { linePath } from './paths.ts'

/** Pixels of a rate or latency chart. */
export const CHART = 64

export interface RateChart {
  /** Requests a second at the upper edge. */
  readonly most: number
  /** Empty when there was none of an outcome. */
  readonly paths: { readonly [outcome in Outcome]: string }
}

/** Requests a second by outcome, over all nodes and kinds, by time of call. */
export function rateChart(operations: readonly Operation[], bins: Bins, end: number): RateChart {
  const columns = binned(loadOf(operations), bins)
  const counts = (outcome: Outcome) => columns.map((column) => column.filter((each) => outcomeOf(each) === outcome).length)
  const all = OUTCOMES.map(counts)
  const highest = Math.max(1, ...all.flat())
  const path = (values: readonly number[]) =>
    values.every((value) => value === 0) ? '' : linePath(values.map((value) => Math.round(CHART - (value / highest) * (CHART - 4))), bins, end)
  const [ok, fail, info] = all.map(path)
  return { most: highest / (bins.width / 1e9), paths: { ok: ok ?? '', fail: fail ?? '', info: info ?? '' } }
}

export interface LatencyChart {
  readonly f: string
  readonly scale: LogScale
  readonly p50: string
  readonly p99: string
}

/** Median and 99th percentile of the latency of answers, a chart for each kind, on one logarithmic scale. */
export function latencyCharts(operations: readonly Operation[], bins: Bins, end: number): LatencyChart[] {
  const answers = loadOf(operations).filter((operation) => outcomeOf(operation) === 'ok')
  const latency = ({ call, end: heard }: Operation) => (heard - call) / 1e6
  const scale = logScale(answers.map(latency), CHART)
  if (scale === null) return []
  return [...Map.groupBy(answers, ({ f }) => f)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([f, group]) => {
      const columns = binned(group, bins).map((column) => column.map(latency).sort((a, b) => a - b))
      const path = (share: number) => linePath(columns.map((sorted) => heightAt(sorted, share, scale)), bins, end)
      return { f, scale, p50: path(0.5), p99: path(0.99) }
    })
}

/** Height of a quantile by nearest rank. */
function heightAt(sorted: readonly number[], share: number, scale: LogScale): number | null {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  return value === undefined ? null : scale.at(value)
}

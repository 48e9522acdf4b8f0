import type { EdgeKind } from './graph.ts'

/** One step of a cycle: `from` must come before `to`. Transactions are rows of the columns. */
export interface CycleStep {
  readonly from: number
  readonly to: number
  readonly kind: EdgeKind
}

/** One anomaly, in the fewest transactions found. */
export interface Anomaly {
  /** `G1a`, `G-single-realtime`, … */
  readonly name: string
  /** Rows of the transactions: T1, T2, … of the explanation. Of a cycle, each comes before the next and the last before the first. */
  readonly transactions: readonly number[]
  /** Why this cannot be, one step a line. */
  readonly explanation: readonly string[]
  /** A second routine found the same in the raw answers. */
  readonly confirmed: boolean
}

/** All that was found under one name. */
export interface AnomalyReport {
  /** How many were met. For cycles: how many were looked at, since all cycles cannot be counted. */
  count: number
  /** The shortest ones. */
  readonly examples: Anomaly[]
}

/** Anomalies by name, with no more than a few examples of each. */
export class Findings {
  readonly reports = new Map<string, AnomalyReport>()
  private readonly most: number

  /** @param most examples kept of each name */
  constructor(most: number) {
    this.most = most
  }

  has(name: string): boolean {
    return this.reports.has(name)
  }

  /** Counts one; the example is made only when there is room for it. */
  add(name: string, example: () => Anomaly): void {
    const report = this.report(name)
    report.count++
    if (report.examples.length < this.most) report.examples.push(example())
  }

  private report(name: string): AnomalyReport {
    const known = this.reports.get(name)
    if (known) return known
    const fresh: AnomalyReport = { count: 0, examples: [] }
    this.reports.set(name, fresh)
    return fresh
  }
}

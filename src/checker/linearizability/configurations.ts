import type { Usage } from './usage.ts'

/** One way in which everything that has returned so far can be explained. */
export interface Configuration {
  readonly state: number
  /** Pending operations that took effect already, one bit a place. */
  readonly bits: Int32Array
  readonly usage: number
  /** Last node of its order, in `parents` and `taken`. */
  readonly node: number
  /** An unknown effect was used just now: the next operation must need it. */
  readonly mustUse: boolean
}

/** Configurations at one return, the best of those that are alike: the ones that used fewest unknown effects. */
export class BestConfigurations {
  count = 0
  private readonly byName = new Map<string, Configuration[]>()
  private readonly usage: Usage

  constructor(usage: Usage) {
    this.usage = usage
  }

  /** Notes a configuration unless a better one is there; those that it betters go. */
  add(one: Configuration): void {
    const name = nameOf(one)
    const alike = this.byName.get(name)
    if (alike?.some((other) => this.usage.within(other.usage, one.usage))) return
    const rest = alike?.filter((other) => !this.usage.within(one.usage, other.usage)) ?? []
    this.count += 1 + rest.length - (alike?.length ?? 0)
    rest.push(one)
    this.byName.set(name, rest)
  }

  /** All of them; none are left here. */
  takeAll(): Configuration[] {
    const all = [...this.byName.values()].flat()
    this.byName.clear()
    this.count = 0
    return all
  }
}

/** Configurations of one name differ in the unknown effects used and in nothing else that matters. */
function nameOf({ state, bits }: Configuration): string {
  return bits.length === 1 ? `${state} ${bits[0]}` : `${state} ${bits.join(' ')}`
}

import type { Json } from './json.ts'

/**
 * Where an operation kind is sent by a client that lives beside a node:
 * - `any`: to that node itself, which must answer on its own account;
 * - `leader`: to the leader as far as the client can see one through that node's links,
 *   else to that node itself, which then refuses or answers for itself.
 */
export type Route = 'any' | 'leader'

/** How one workload is carried out under a configuration. */
export interface ProfileLane {
  /** Catalogue id that this workload earns here: `C-7` for counters under the configuration `C-1`. */
  readonly id: string
  readonly title: string
  /** The kinds of the workload's load that this lane runs, where the configuration does not offer them all; all when absent. */
  readonly kinds?: readonly string[]
  /** Operations per second of each side × kind that this lane is asked at most, where the configuration is a dear one. */
  readonly rate?: number
  /** Route per operation kind; `*` for all others. */
  readonly route: { readonly [f: string]: Route }
  /** The whole step is one atomic operation of the store. */
  readonly atomic: boolean
  /** Consistency settings, handed to the store's workload file and printed. */
  readonly settings: { readonly [name: string]: Json }
}

/** One configuration of a store that can be run: pure data, one small file a store. */
export interface Profile {
  /** Catalogue id, `PG-5`. */
  readonly id: string
  readonly title: string
  /** Server settings that this configuration needs; those that shorten failure detection included. */
  readonly serverSettings: { readonly [name: string]: Json }
  readonly lanes: { readonly [workload: string]: ProfileLane }
  readonly settle: { readonly ms: number; readonly why: string }
  /** The catalogue's expectation per shape: `leader-alone`, `leader-in-majority`. */
  readonly expected: { readonly [shape: string]: 'CP' | 'AP' | 'neither' | readonly ('CP' | 'AP' | 'neither')[] }
  /** Known limits of this configuration, printed beside a CP verdict. */
  readonly caveat?: string
}

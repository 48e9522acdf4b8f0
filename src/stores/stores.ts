import type { Store } from '../core/store.ts'
import { cassandra } from './cassandra/store.ts'
import { mongodb } from './mongodb/store.ts'
import { postgres } from './postgres/store.ts'

/** Every store that capcheck can run, in the order of reports. */
export const STORES: readonly Store<unknown>[] = [postgres, mongodb, cassandra] as unknown as readonly Store<unknown>[]

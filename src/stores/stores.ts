import type { Store } from '../core/store.ts'
import { mongodb } from './mongodb/store.ts'
import { postgres } from './postgres/store.ts'

/** Every store that capcheck can run, in the order of reports. */
export const STORES: readonly Store<unknown>[] = [postgres, mongodb] as unknown as readonly Store<unknown>[]

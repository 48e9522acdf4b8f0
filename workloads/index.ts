import type { Workload } from '../src/core/workload.ts'
import { bankTransfer } from './bank-transfer/workload.ts'
import { likesCounter } from './likes-counter/workload.ts'
import { register } from './register/workload.ts'

/** The built-in workloads. `register` runs inside every trial, chosen or not: it carries the definition of C and A. */
export const WORKLOADS: readonly Workload[] = [bankTransfer, likesCounter, register]

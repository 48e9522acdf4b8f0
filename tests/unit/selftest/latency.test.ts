import { FAMILIES } from '../../../src/selftest/rows/rows.ts'
import { testRows } from './rows.ts'

testRows(FAMILIES.latency)

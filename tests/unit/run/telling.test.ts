import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startClock } from '../../../src/run/clock.ts'
import type { RunEvent } from '../../../src/run/events.ts'
import { Pulse } from '../../../src/run/pulse.ts'
import { Stage } from '../../../src/run/stage.ts'
import { Telling } from '../../../src/run/telling.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const trial = { store: 'postgres', trial: 'postgres-PG-1-leader-alone' }

it('phases and what is done to the cluster are told at once, with the name of the trial', () => {
  const events: RunEvent[] = []
  const telling = new Telling((event) => events.push(event), trial)
  telling.phase('steady', 12_000)
  telling.fault('links cut')
  expect(events).toEqual([{ type: 'phase', ...trial, phase: 'steady', plannedMs: 12_000 }, { type: 'fault', ...trial, text: 'links cut' }])
})

it('answers are told once a second, those before left out, until it is quiet', () => {
  const events: RunEvent[] = []
  const telling = new Telling((event) => events.push(event), trial)
  const sides = { minority: ['n1'], majority: ['n2', 'n3'] } as const
  const pulse = new Pulse(sides)
  const stage = new Stage(startClock(), sides, () => undefined)
  pulse.note('minority', 'read', { type: 'ok', value: 1 })
  telling.answers(pulse, stage)
  stage.enter('transition')
  pulse.note('minority', 'read', { type: 'ok', value: 1 })
  vi.advanceTimersByTime(2000)
  expect(events.map((event) => event.type === 'availability' && [event.phase, event.sides[0]!.reads])).toEqual([['transition', { ended: 1, answered: 1 }], ['transition', { ended: 0, answered: 0 }]])
  telling.quiet()
  vi.advanceTimersByTime(5000)
  expect(events).toHaveLength(2)
})

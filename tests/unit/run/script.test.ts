import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { linkName } from '../../../src/core/ids.ts'
import type { Json } from '../../../src/core/json.ts'
import type { Script } from '../../../src/core/script.ts'
import type { Action, Cluster } from '../../../src/core/store.ts'
import { ScriptRunner } from '../../../src/run/script.ts'

const CLUSTER = { nodes: ['n1', 'n2', 'n3'] } as unknown as Cluster

/** A runner of `script` that writes down what it does. */
function runnerOf(script: Script, actions: { readonly [name: string]: Action } = {}) {
  const notes: { what: string; detail: Json }[] = []
  const slowed: string[] = []
  const healed: string[] = []
  const runner = new ScriptRunner(script, {
    store: { actions },
    cluster: CLUSTER,
    links: {
      slow: (links, ms) => Promise.resolve(void slowed.push(...links.map((link) => `${linkName(link)} ${ms}`))),
      heal: (links) => Promise.resolve(void healed.push(...links.map(linkName))),
    },
    note: (what, detail) => void notes.push({ what, detail }),
    beforeMs: 2000,
  })
  return { runner, notes, slowed, healed }
}

const done: Action = (_cluster, { node = 'n2' }) => Promise.resolve({ what: `promoted ${node as string}`, detail: { node } })

describe('a script', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('does a step so many milliseconds after its phase began, and says what came of it', async () => {
    const { runner, notes } = runnerOf([{ at: 'transition', ms: 500, run: 'promote', with: { node: 'n3' } }], { promote: done })
    runner.enter('transition')
    await vi.advanceTimersByTimeAsync(499)
    expect(notes).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(notes).toEqual([{ what: 'promoted n3', detail: { step: 'promote', ok: true, node: 'n3' } }])
  })

  it('does a step before the cut by the clock of the control, once', async () => {
    const { runner, slowed, healed } = runnerOf([{ at: 'transition', ms: -700, run: 'slow links', with: { links: ['n2->n1', 'n3->n1'], ms: 600 } }])
    runner.enter('before')
    await vi.advanceTimersByTimeAsync(1299)
    expect(slowed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    runner.enter('transition')
    await vi.advanceTimersByTimeAsync(5000)
    expect(slowed).toEqual(['n2->n1 600', 'n3->n1 600'])
    expect(healed).toEqual([])
    await runner.quicken()
    await runner.stop()
    expect(healed).toEqual(['n2->n1', 'n3->n1'])
  })

  it('repeats a step, and keeps silent where there was nothing to do', async () => {
    let calls = 0
    const cancel: Action = () => Promise.resolve(++calls % 2 === 0 ? { what: 'cancelled 1', detail: {} } : null)
    const { runner, notes } = runnerOf([{ at: 'steady', run: 'cancel', repeat: { everyMs: 100, untilMs: 300 } }], { cancel })
    runner.enter('steady')
    await vi.advanceTimersByTimeAsync(1000)
    expect(calls).toBe(4)
    expect(notes).toHaveLength(2)
  })

  it('never lets two steps overlap', async () => {
    const log: string[] = []
    const slow = (name: string): Action => async () => {
      log.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 400))
      log.push(`${name} ends`)
      return null
    }
    const { runner } = runnerOf([{ at: 'transition', run: 'fence' }, { at: 'transition', ms: 100, run: 'promote' }], { fence: slow('fence'), promote: slow('promote') })
    runner.enter('transition')
    await vi.advanceTimersByTimeAsync(2000)
    expect(log).toEqual(['fence begins', 'fence ends', 'promote begins', 'promote ends'])
  })

  it('notes a step that failed, that hung, and that nobody knows', async () => {
    const { runner, notes } = runnerOf(
      [{ at: 'heal', run: 'refuses' }, { at: 'heal', run: 'hangs' }, { at: 'heal', run: 'unheard of' }],
      { refuses: () => Promise.reject(new Error('no')), hangs: () => new Promise(() => undefined) },
    )
    runner.enter('heal')
    await vi.advanceTimersByTimeAsync(11_000)
    expect(notes.map(({ what }) => what)).toEqual([
      'refuses failed: no',
      'hangs failed: hangs: no answer within 10000 ms',
      'unheard of failed: the store has no action of that name; it has refuses, hangs',
    ])
    expect(notes.every(({ detail }) => (detail as { ok: boolean }).ok === false)).toBe(true)
  })

  it('begins nothing after it was stopped', async () => {
    const { runner, notes } = runnerOf([{ at: 'steady', ms: 100, run: 'promote' }], { promote: done })
    runner.enter('steady')
    await runner.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(notes).toEqual([])
  })
})

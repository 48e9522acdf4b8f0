import { expect, it } from 'vitest'
import { closedLinks, expectedState } from '../../../src/core/fault.ts'
import { allLinks } from '../../../src/clusters/links.ts'
import { linkName } from '../../../src/core/ids.ts'
import { shapeNamed } from '../../../src/faults/shapes.ts'
import type { LinkState } from '../../../src/core/fault.ts'
import { linkProbes, NODES, views } from '../checker/fixture.ts'
import { everything, judged, load, minorityRefuses } from './scenario.ts'

/** A trial of a shape in which every probe found what the shape says, but for some. */
function shaped(name: string, found: { readonly [link: string]: LinkState } = {}) {
  const fault = shapeNamed(name).fault(NODES)
  const states = new Map(allLinks(NODES).map((link) => [linkName(link), expectedState(fault, link)]))
  const probes = linkProbes().map((probe) => ({ ...probe, state: found[probe.link] ?? states.get(probe.link)!, expected: states.get(probe.link)! }))
  const seen = views().map((view) => ({ ...view, reachable: NODES.filter((node) => node !== view.node) }))
  return { fault, cutLinks: closedLinks(fault), sides: shapeNamed(name).sides(NODES), probes, views: seen }
}

it.each(['bridge', 'ring', 'one-way', 'slow-link'])('%s earns no letter, and its reason says why and what was seen', (name) => {
  const trial = shaped(name)
  const { verdict } = judged(load(minorityRefuses), { trial: { ...trial, minAttempts: 0 } })
  expect(verdict.preconditions.find(({ id }) => id === 'cut')).toMatchObject({ ok: true })
  expect(verdict).toMatchObject({ label: 'inconclusive', sideScope: 'inconclusive' })
  expect(verdict.reason).toContain(`this shape is no partition: ${trial.fault.noPartition}`)
})

it.each([
  ['one-way', { 'n2->n1': 'open' }, 'no probe found n2->n1 without answers'],
  ['one-way', { 'n2->n1': 'cut' }, 'no probe found n2->n1 without answers'],
  ['slow-link', { 'n1->n2': 'open' }, 'no probe found n1->n2 slow'],
  ['bridge', { 'n2->n3': 'cut' }, 'n2->n3 was found cut'],
  ['leader-alone-refusing', { 'n1->n2': 'cut' }, 'no probe found n1->n2 refusing'],
] as const)('%s is held to its word: %o', (name, found, problem) => {
  const [cut] = judged(load(everything), { trial: shaped(name, found) }).verdict.preconditions
  expect(cut).toMatchObject({ id: 'cut', ok: false })
  expect(cut!.detail).toContain(problem)
})

it('a flapping link must be found in both states', () => {
  const trial = shaped('flapping')
  const stuck = judged(load(everything), { trial }).verdict.preconditions[0]!
  expect(stuck.detail).toContain('n1->n2 was not found both open and closed in steady')
  const turning = trial.probes.map((probe) => (probe.expected === 'cut' && probe.time > 30_000e6 ? { ...probe, state: 'open' as const, expected: 'open' as const } : probe))
  expect(judged(load(everything), { trial: { ...trial, probes: turning } }).verdict.preconditions[0]).toMatchObject({ ok: true })
})

it('a stopped node must not answer, and leaves the availability count', () => {
  const trial = shaped('kill')
  const alive = judged(load(minorityRefuses), { trial })
  expect(alive.verdict.preconditions.find(({ id }) => id === 'alive')!.detail).toContain('n1 was to be stopped and answered')
  const dead = trial.views.map((view) => (view.node === 'n1' && view.phase === 'steady' ? { ...view, alive: false } : view))
  const { verdict } = judged(load(minorityRefuses), { trial: { ...trial, views: dead } })
  expect(verdict.preconditions.find(({ id }) => id === 'alive')).toMatchObject({ ok: true })
  expect(verdict).toMatchObject({ label: 'inconclusive', available: true })
})

import { expect, it } from 'vitest'
import { random } from '../../../src/core/random.ts'

const draw = (seed: number, name: string) => {
  const stream = random(seed).fork(name)
  return Array.from({ length: 20 }, () => stream.below(1000))
}

it('the same seed and name give the same stream', () => {
  expect(draw(7, 'register n1 write')).toEqual(draw(7, 'register n1 write'))
})

it('another seed, and another name, give other streams', () => {
  expect(draw(7, 'register n1 write')).not.toEqual(draw(8, 'register n1 write'))
  expect(draw(7, 'register n1 write')).not.toEqual(draw(7, 'register n2 write'))
})

it('a fork does not depend on what was drawn before', () => {
  const used = random(7)
  for (let i = 0; i < 10; i++) used.below(5)
  const fork = used.fork('a')
  expect([fork.below(1000), fork.below(1000)]).toEqual(draw(7, 'a').slice(0, 2))
})

import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../../src/core/ids.ts'
import { SHAPES, shapeNamed } from '../../../../src/faults/shapes.ts'
import { buildResult } from '../../../../src/report/build-result.ts'
import { CutPicture } from '../../../../src/report/html/cut-picture.tsx'
import { HEIGHT, placesOf, RADIUS, WIDTH } from '../../../../src/report/html/cut-places.ts'
import { resultInput } from '../fixture.ts'

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']
const [base] = buildResult(resultInput()).runs

function picture(name: string): string {
  const shape = shapeNamed(name)
  const run = { ...base!, cut: { ...base!.cut, sides: shape.sides(NODES), leader: 'n1' as const } }
  return renderToString(h(CutPicture, { run, fault: shape.fault(NODES) }))
}

describe('the picture of the cut', () => {
  it('draws an arrow for each direction and breaks those that are disturbed', () => {
    const drawn = picture('leader-alone')
    expect(drawn.match(/class="way broken"/g)).toHaveLength(4)
    expect(drawn.match(/class="way"/g)).toHaveLength(2)
    expect(drawn).toContain('The sides: n1 (minority) against n2 and n3 (majority). n1 was the leader when it began.')
  })

  it('says what a fault without a partition does, in words and beside the arrows', () => {
    expect(picture('one-way')).toContain('Messages n1 → n2 are lost without a word; connections stay open. All others arrive. This is no partition')
    expect(picture('slow-link').match(/>\+300 ms</g)).toHaveLength(2)
    expect(picture('flapping')).toContain('are lost for 2 s and arrive for 2 s, in turn')
    expect(picture('leader-alone-refusing')).toContain('are refused; connections are reset')
  })

  it('marks a node that was stopped', () => {
    expect(picture('kill')).toContain('>killed<')
    expect(picture('pause')).toContain('n1 is paused.')
    expect(picture('pause')).toContain('class="node stopped"')
  })

  it.each(SHAPES.map(({ name }) => name))('places the nodes of %s apart, with no third node on the way between two', (name) => {
    const places = [...placesOf(shapeNamed(name).sides(NODES)).values()]
    expect(places).toHaveLength(3)
    for (const { x, y } of places) {
      expect(Math.min(x, WIDTH - x, y, HEIGHT - y)).toBeGreaterThan(RADIUS)
    }
    for (const [a, b, third] of [[0, 1, 2], [0, 2, 1], [1, 2, 0]].map((three) => three.map((i) => places[i]!))) {
      const length = Math.hypot(b!.x - a!.x, b!.y - a!.y)
      const off = Math.abs((b!.x - a!.x) * (a!.y - third!.y) - (a!.x - third!.x) * (b!.y - a!.y)) / length
      expect(length).toBeGreaterThan(3 * RADIUS)
      expect(off).toBeGreaterThan(1.5 * RADIUS)
    }
  })
})

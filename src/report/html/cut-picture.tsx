import type { Run } from '../result.ts'
import { Scroll } from './parts.tsx'

const WIDTH = 560
const HEIGHT = 210
const RADIUS = 24

interface Place {
  readonly node: string
  readonly x: number
  readonly y: number
}

/** The nodes by side, with every link between them: whole ones drawn through, cut ones broken and crossed out. */
export function CutPicture({ run }: { run: Run }) {
  const sides = Object.entries(run.cut.sides)
  const places = placesOf(sides)
  const links = places.flatMap((from) => places.filter((to) => to.node !== from.node).map((to) => ({ from, to, cut: run.cut.links.includes(`${from.node}->${to.node}`) })))
  return (
    <>
      <Scroll label="Picture of the cut; the sentence below says the same">
        <svg class="cut-picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={sentence(run)}>
          {sides.map(([side, nodes], index) => (
            <g>
              <rect class="side-box" x={index * (WIDTH / sides.length) + 14} y={26} width={WIDTH / sides.length - 28} height={HEIGHT - 34} rx={12} />
              <text class="side-name" x={(index + 0.5) * (WIDTH / sides.length)} y={17} text-anchor="middle">
                {side}: {nodes.length} of {places.length}
              </text>
            </g>
          ))}
          {links.map((link) => (
            <LinkLine {...link} />
          ))}
          {places.map(({ node, x, y }) => (
            <g>
              <circle class="node" cx={x} cy={y} r={RADIUS} />
              <text class="node-name" x={x} y={y + (node === run.cut.leader ? 0 : 5)} text-anchor="middle">
                {node}
              </text>
              {node === run.cut.leader && (
                <text class="node-role" x={x} y={y + 13} text-anchor="middle">
                  leader
                </text>
              )}
            </g>
          ))}
        </svg>
      </Scroll>
      <p class="note">{sentence(run)}</p>
    </>
  )
}

function LinkLine({ from, to, cut }: { from: Place; to: Place; cut: boolean }) {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length]
  // The two directions of a link lie side by side.
  const [ox, oy] = [-uy * 6, ux * 6]
  const at = (share: number) => RADIUS + 5 + (length - 2 * RADIUS - 10) * share
  const point = (far: number) => [Math.round(from.x + ux * far + ox), Math.round(from.y + uy * far + oy)] as const
  const [[x1, y1], [x2, y2], [mx, my]] = [point(at(0)), point(at(1)), point(at(0.42))]
  const wing = (turn: number) => {
    const angle = Math.atan2(uy, ux) + turn
    return `M${x2} ${y2}L${Math.round(x2 - 9 * Math.cos(angle))} ${Math.round(y2 - 9 * Math.sin(angle))}`
  }
  return (
    <g class={cut ? 'link broken' : 'link whole'}>
      <path d={`M${x1} ${y1}L${x2} ${y2}`} />
      <path class="solid" d={`${wing(0.45)}${wing(-0.45)}`} />
      {cut && <path class="solid" d={`M${mx - 6} ${my - 6}l12 12M${mx - 6} ${my + 6}l12 -12`} />}
    </g>
  )
}

/** Each side has a box of its own; the nodes of a side stand above one another, slightly bent. */
function placesOf(sides: readonly (readonly [string, readonly string[]])[]): Place[] {
  const room = WIDTH / Math.max(1, sides.length)
  return sides.flatMap(([, nodes], index) =>
    nodes.map((node, row) => ({
      node,
      x: Math.round((index + 0.5) * room + (nodes.length > 2 && row % 2 === 1 ? 46 : 0)),
      y: Math.round(26 + ((row + 0.5) / nodes.length) * (HEIGHT - 34)),
    })),
  )
}

function sentence(run: Run): string {
  const { sides, leader, links } = run.cut
  const named = Object.entries(sides).map(([side, nodes]) => `${nodes.join(' and ')} (${side})`)
  const led = leader === null ? 'This store has no leader.' : `${leader} was the leader when the cut began.`
  return links.length === 0 ? `No link was cut. ${led}` : `Cut, by direction: ${links.join(', ')}. The sides: ${named.join(' against ')}. ${led}`
}

import type { Fault } from '../../core/fault.ts'
import type { MessageFate } from '../../core/message-fate.ts'
import type { Run } from '../result.ts'
import { placesOf, HEIGHT, RADIUS, WIDTH, type Place } from './cut-places.ts'
import { cutWords, fateLabel, waysOf } from './cut-words.ts'
import { Scroll } from './parts.tsx'

/** The nodes by side, with an arrow for each direction of messages: whole ones drawn through, disturbed ones broken and marked. */
export function CutPicture({ run, fault }: { run: Run; fault: Fault }) {
  const sides = Object.entries(run.cut.sides)
  const places = placesOf(run.cut.sides)
  const words = cutWords(run, fault)
  return (
    <>
      <Scroll label="Picture of the cut; the sentences below say the same">
        <svg class="cut-picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
          {sides.map(([side, nodes], index) => (
            <SideBox name={`${side}: ${nodes.length} of ${places.size}`} index={index} of={sides.length} />
          ))}
          {waysOf(run, fault).map(({ from, to, fate }) => (
            <Arrow from={places.get(from)!} to={places.get(to)!} fate={fate} />
          ))}
          {[...places].map(([node, place]) => (
            <NodeCircle name={node} place={place} leads={node === run.cut.leader} does={fault.nodes.find((stopped) => stopped.node === node)?.does} />
          ))}
        </svg>
      </Scroll>
      <p class="note">
        {words} In the picture a plain arrow arrives; a dashed one is disturbed: ✗ lost, ‖ refused, or as written beside it.
      </p>
    </>
  )
}

function SideBox({ name, index, of }: { name: string; index: number; of: number }) {
  const room = WIDTH / of
  return (
    <>
      <rect class="side-box" x={Math.round(index * room) + 14} y={26} width={Math.round(room) - 28} height={HEIGHT - 34} rx={12} />
      <text class="side-name" x={Math.round((index + 0.5) * room)} y={17} text-anchor="middle">
        {name}
      </text>
    </>
  )
}

function NodeCircle({ name, place, leads, does }: { name: string; place: Place; leads: boolean; does: 'kill' | 'pause' | undefined }) {
  const stopped = does === undefined ? '' : does === 'kill' ? 'killed' : 'paused'
  const role = stopped === '' ? (leads ? 'leader' : '') : stopped
  return (
    <>
      <circle class={stopped === '' ? 'node' : 'node stopped'} cx={place.x} cy={place.y} r={RADIUS} />
      <text class="node-name" x={place.x} y={place.y + (role === '' ? 5 : 0)} text-anchor="middle">
        {name}
      </text>
      {role !== '' && (
        <text class="node-role" x={place.x} y={place.y + 12} text-anchor="middle">
          {role}
        </text>
      )}
    </>
  )
}

function Arrow({ from, to, fate }: { from: Place; to: Place; fate: MessageFate }) {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length]
  // The two directions lie side by side.
  const at = (far: number, aside = 7) => [Math.round(from.x + ux * far - uy * aside), Math.round(from.y + uy * far + ux * aside)] as const
  const [[x1, y1], [x2, y2]] = [at(RADIUS + 4), at(length - RADIUS - 4)]
  const wing = (turn: number) => {
    const angle = Math.atan2(uy, ux) + turn
    return `M${x2} ${y2}L${Math.round(x2 - 9 * Math.cos(angle))} ${Math.round(y2 - 9 * Math.sin(angle))}`
  }
  const middle = at(length * 0.4)
  const [labelX, labelY] = at(length * 0.5, 14)
  return (
    <g class={fate.fate === 'arrive' ? 'way' : 'way broken'}>
      <path d={`M${x1} ${y1}L${x2} ${y2}`} />
      <path class="solid" d={`${wing(0.45)}${wing(-0.45)}${markOf(fate, middle, [ux, uy])}`} />
      {fateLabel(fate) !== '' && (
        <text class="fate" x={labelX} y={labelY + 4} text-anchor={Math.abs(uy) < 0.5 ? 'middle' : uy > 0 ? 'end' : 'start'}>
          {fateLabel(fate)}
        </text>
      )}
    </g>
  )
}

/** A cross over what is lost, two bars across what is refused. */
function markOf({ fate }: MessageFate, [x, y]: readonly [number, number], [ux, uy]: readonly [number, number]): string {
  if (fate === 'lost') return `M${x - 6} ${y - 6}l12 12M${x - 6} ${y + 6}l12 -12`
  if (fate !== 'refused') return ''
  const bar = (shift: number) => `M${Math.round(x + ux * shift - uy * 7)} ${Math.round(y + uy * shift + ux * 7)}l${Math.round(uy * 14)} ${Math.round(-ux * 14)}`
  return bar(-3) + bar(3)
}

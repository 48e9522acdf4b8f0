import { describeCall, describeOutcome, formatTime, shorten } from '../format.ts'
import type { Run, StoredOperation } from '../result.ts'
import { cutSpan } from './charts/axis.ts'
import { decisiveOrder, type DecisiveOrder } from './witness-order.ts'
import { ordinalScale, type OrdinalScale } from './witness-scale.ts'

const WIDTH = 760
const LEFT = 118
const RIGHT = 26
const TOP = 50
const ROW = 50
/** From the top of a row to the middle of its bar. */
const MIDDLE = 24

/** The operations of a witness on one axis; arrows lead from what had ended to what began after it. */
export function WitnessDiagram({ run, operations }: { run: Run; operations: readonly StoredOperation[] }) {
  const cut = cutSpan(run)
  const scale = ordinalScale(operations, cut === null ? [] : [cut.from, cut.to])
  const order = decisiveOrder(operations)
  const height = TOP + operations.length * ROW + 8
  return (
    <svg class="witness" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label="Operations of the witness in time order">
      {cut !== null && <CutShade cut={cut} scale={scale} height={height} />}
      <Grid scale={scale} height={height} />
      {order !== null && <Arrows operations={operations} order={order} scale={scale} />}
      {operations.map((operation, index) => (
        <OperationBar operation={operation} number={index + 1} y={TOP + index * ROW} scale={scale} wrong={index === order?.last} />
      ))}
    </svg>
  )
}

function CutShade({ cut, scale, height }: { cut: { from: number; to: number }; scale: OrdinalScale; height: number }) {
  const [first, last] = [scale.points[0] ?? 0, scale.points.at(-1) ?? 0]
  if (cut.from >= last || cut.to <= first) return null
  // The shade runs over the edge where the cut began before, or lasts longer than, what is drawn.
  const left = cut.from <= first ? LEFT - 8 : x(scale, cut.from)
  const right = cut.to >= last ? WIDTH : x(scale, cut.to)
  return (
    <>
      <rect class="shade" x={left} y={0} width={right - left} height={height} />
      <text class="shade-name" x={left + 6} y={13}>
        the cut holds
      </text>
    </>
  )
}

function Grid({ scale, height }: { scale: OrdinalScale; height: number }) {
  const last = scale.points.length - 1
  const anchor = (index: number) => (index === 0 ? 'start' : index === last ? 'end' : 'middle')
  return (
    <>
      {scale.points.map((point, index) => (
        <>
          <path class="grid" d={`M${x(scale, point)} ${TOP - 4}V${height}`} />
          <text class="time" x={x(scale, point)} y={index % 2 === 0 ? 30 : 42} text-anchor={anchor(index)}>
            {formatTime(point)}
          </text>
        </>
      ))}
    </>
  )
}

/** One arrow for each operation that had ended; they meet on one upright line before the last one. */
function Arrows({ operations, order, scale }: { operations: readonly StoredOperation[]; order: DecisiveOrder; scale: OrdinalScale }) {
  const to = x(scale, operations[order.last]!.call) - 3
  const at = (index: number) => TOP + index * ROW + MIDDLE
  return (
    <g class="order">
      {order.before.map((index) => (
        <path d={`M${x(scale, operations[index]!.ret!) + 2} ${at(index)}H${to - 14}V${at(order.last)}H${to}`} />
      ))}
      <path class="head" d={`M${to} ${at(order.last)}l-8 -4.5v9z`} />
    </g>
  )
}

interface BarProps {
  readonly operation: StoredOperation
  readonly number: number
  readonly y: number
  readonly scale: OrdinalScale
  readonly wrong: boolean
}

function OperationBar({ operation, number, y, scale, wrong }: BarProps) {
  const from = x(scale, operation.call)
  // An operation without a known end reaches over the edge: it may still take effect at any later time.
  const to = operation.ret === null ? WIDTH + 9 : x(scale, operation.ret)
  const label = shorten(`${describeCall(operation)} → ${describeOutcome(operation)}`, 52)
  const atEnd = from > LEFT + (WIDTH - LEFT) * 0.55
  return (
    <>
      <circle class="number" cx={14} cy={y + 22} r={10} />
      <text class="number" x={14} y={y + 26} text-anchor="middle">
        {number}
      </text>
      <text class="place" x={30} y={y + 19}>
        {operation.home}
      </text>
      <text class="side" x={30} y={y + 33}>
        {operation.side}
      </text>
      <text class={wrong ? 'what wrong' : 'what'} x={atEnd ? Math.min(to, WIDTH - 8) : from} y={y + 12} text-anchor={atEnd ? 'end' : 'start'}>
        {wrong && '✗ '}
        {label}
      </text>
      <rect class={`bar ${operation.type}`} x={from} y={y + MIDDLE - 7} width={Math.max(6, to - from)} height={14} rx={3} />
    </>
  )
}

function x(scale: OrdinalScale, time: number): number {
  return Math.round(LEFT + scale.at(time) * (WIDTH - LEFT - RIGHT))
}

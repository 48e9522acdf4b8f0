import { describeCall, describeOperation, describeOutcome, formatTime, shorten } from '../format.ts'
import type { Run, StoredOperation } from '../result.ts'
import { Scroll } from './parts.tsx'
import { cutSpan } from './charts/axis.ts'
import { ordinalScale, type OrdinalScale } from './witness-scale.ts'

const WIDTH = 760
const LEFT = 118
const RIGHT = 26
const TOP = 50
const ROW = 46
/** More rows than this explain nothing. */
const MOST = 12

/** The contradiction: the steps that show it, and its operations drawn in order. */
export function Witness({ run }: { run: Run }) {
  const { witness } = run
  if (witness === null) return <p>No contradiction was found, so there is no witness.</p>
  const drawn = witness.operations.slice(0, MOST)
  return (
    <>
      <ol class="steps">
        {witness.explanation.map((line) => (
          <li>{line}</li>
        ))}
      </ol>
      {drawn.length > 0 && (
        <Scroll label="Diagram of the witness; the same operations are listed below it">
          <Diagram run={run} operations={drawn} />
        </Scroll>
      )}
      <p class="note">
        Operations by number. The order is exact, distances are not to scale.
        {drawn.length < witness.operations.length && ` The first ${MOST} of ${witness.operations.length} are drawn.`}
      </p>
      <ol class="operations">
        {witness.operations.map((operation) => (
          <li>
            <code>{describeOperation(operation)}</code>
          </li>
        ))}
      </ol>
      <p class="note">
        {witness.confirmed ? 'Confirmed by a second, independent routine.' : 'Not confirmed by a second routine.'}{' '}
        {run.verdict.witnessPhases.length > 0 && `Contradictions fell in: ${run.verdict.witnessPhases.join(', ')}.`}{' '}
        {witness.workload !== run.workload && `The operations are of the workload ${witness.workload}, which ran at the same time.`}
      </p>
    </>
  )
}

function Diagram({ run, operations }: { run: Run; operations: readonly StoredOperation[] }) {
  const cut = cutSpan(run)
  const scale = ordinalScale(operations, cut === null ? [] : [cut.from, cut.to])
  const height = TOP + operations.length * ROW + 8
  return (
    <svg class="witness" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label="Operations of the witness in time order">
      {cut !== null && <CutShade cut={cut} scale={scale} height={height} />}
      <Grid scale={scale} height={height} />
      {operations.map((operation, index) => (
        <OperationBar operation={operation} number={index + 1} y={TOP + index * ROW} scale={scale} />
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
  return (
    <>
      {scale.points.map((point, index) => (
        <>
          <path class="grid" d={`M${x(scale, point)} ${TOP - 4}V${height}`} />
          <text class="time" x={x(scale, point)} y={index % 2 === 0 ? 30 : 42} text-anchor={index === 0 ? 'start' : index === scale.points.length - 1 ? 'end' : 'middle'}>
            {formatTime(point)}
          </text>
        </>
      ))}
    </>
  )
}

function OperationBar({ operation, number, y, scale }: { operation: StoredOperation; number: number; y: number; scale: OrdinalScale }) {
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
      <text class="what" x={atEnd ? Math.min(to, WIDTH - 8) : from} y={y + 12} text-anchor={atEnd ? 'end' : 'start'}>
        {label}
      </text>
      <rect class={`bar ${operation.type}`} x={from} y={y + 17} width={Math.max(6, to - from)} height={14} rx={3} />
    </>
  )
}

function x(scale: OrdinalScale, time: number): number {
  return Math.round(LEFT + scale.at(time) * (WIDTH - LEFT - RIGHT))
}

import { describeOperation } from '../format.ts'
import type { Run } from '../result.ts'
import { Scroll, typeset } from './parts.tsx'
import { WitnessDiagram } from './witness-diagram.tsx'
import { plainly } from './witness-order.ts'

/** More rows than this explain nothing. */
const MOST = 12

/** The contradiction: a sentence, its operations drawn in order, and the steps that show it. */
export function Witness({ run }: { run: Run }) {
  const { witness } = run
  if (witness === null) return <p>No contradiction was found, so there is no witness.</p>
  const drawn = witness.operations.slice(0, MOST)
  return (
    <>
      {drawn.length > 0 && (
        <>
          <p class="plainly">{plainly(drawn)}</p>
          <Scroll label="Diagram of the witness; the same operations are listed below it">
            <WitnessDiagram run={run} operations={drawn} />
          </Scroll>
        </>
      )}
      <p class="note">
        The order is exact, distances are not to scale. Arrows lead from an operation that had ended to one that began after it; ✗
        marks the one that cannot be right.
        {drawn.length < witness.operations.length && ` The first ${MOST} of ${witness.operations.length} are drawn.`}
      </p>
      <ol class="operations">
        {witness.operations.map((operation) => (
          <li>
            <code>{describeOperation(operation)}</code>
          </li>
        ))}
      </ol>
      <p>Why they contradict, step by step:</p>
      <ol class="steps">
        {witness.explanation.map((line) => (
          <li>{typeset(line)}</li>
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

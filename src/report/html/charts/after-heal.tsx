import { formatMs } from '../../format.ts'
import type { Run } from '../../result.ts'
import { afterHealText } from '../../sentences.ts'
import { Scroll } from '../parts.tsx'
import type { AgreementRound } from '../recorded.ts'

/** Rounds shown of each node: the first ones and the last ones tell when answers changed. */
const MOST = 8

/** How the nodes came to agree again: each node's rounds of final reads, equal letters for equal answers. */
export function AfterHeal({ run, rounds }: { run: Run; rounds: readonly AgreementRound[] }) {
  const nodes = [...new Set(rounds.map(({ home }) => home))].sort()
  const heal = run.phases.heal ?? 0
  const shown = (home: string) => {
    const own = rounds.filter((round) => round.home === home)
    return own.length <= MOST ? own : [...own.slice(0, MOST / 2), ...own.slice(-MOST / 2)]
  }
  const most = Math.max(0, ...nodes.map((node) => rounds.filter(({ home }) => home === node).length))
  return (
    <>
      <p>{afterHealText(run)}</p>
      {nodes.length > 0 && (
        <Scroll label="Final reads of each node after the heal">
          <table class="rounds">
            <caption class="hidden">Final reads of each node after the heal; equal letters are equal answers</caption>
            <tbody>
              {nodes.map((node) => (
                <tr>
                  <th scope="row">{node}</th>
                  {shown(node).map(({ to, answer }) => (
                    <td>
                      <span class={`letter ${answer === null ? 'none' : `l${answer % 3}`}`}>{letterOf(answer)}</span>
                      <small>+{formatMs((to - heal) / 1e6)}</small>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {nodes.length > 0 && (
        <p class="note">
          Every node was asked everything again and again. One letter stands for one set of answers, – for a round that was not fully
          answered; nodes agree when their last letters are equal. Times count from the heal.
          {most > MOST && ` The first and last ${MOST / 2} of ${most} rounds are shown.`}
        </p>
      )}
    </>
  )
}

function letterOf(answer: number | null): string {
  if (answer === null) return '–'
  return answer < 26 ? String.fromCharCode(65 + answer) : String(answer + 1)
}

import { type Expectation, isFinding, type Need, type Row } from './finding.ts'

/** An expectation in a few words: `CP`, `register lost writes: violated`. */
export function expectationText(expected: Expectation): string {
  return `${ofText(expected)}${what(expected)}`
}

function what(expected: Expectation): string {
  if ('label' in expected) return anyOf(expected.label)
  if ('side' in expected) return `by side ${anyOf(expected.side)}`
  if ('check' in expected) return `${expected.check}: ${expected.is}${expected.figure === undefined ? '' : `, some ${expected.figure}`}${expected.during === undefined ? '' : ` in ${expected.during}`}${expected.rare ? ', with luck' : ''}`
  if ('forks' in expected) return `long forks in ${expected.during}`
  if ('answered' in expected) return `${expected.on} answers ${expected.answered} of ${expected.kinds.join(', ')}${expected.during === undefined ? '' : ` (${expected.during})`}`
  if ('booked' in expected) return `error "${expected.code}"${expected.kinds === undefined ? '' : ` of ${expected.kinds.join(', ')}`} is booked as ${expected.booked}`
  if ('reported' in expected) return `"${expected.reported}" reports ${expected.figure}`
  return `a contradiction in ${expected.witnessIn.join(' or ')}`
}

/** What must have happened, in a few words. */
export function needText(need: Need): string {
  if ('happened' in need) return 'another node became leader during the cut'
  if ('done' in need) return `"${need.done}" was carried out${need.figure === undefined ? '' : ` with ${need.figure} of at least ${need.atLeast ?? 1}`}`
  if ('sentTwice' in need) return `${ofText(need)}at least ${need.atLeast} ${need.sentTwice} sent twice and acknowledged`
  return `${ofText(need)}at least ${need.atLeast ?? 1} ${need.acknowledged} acknowledged on the ${need.on} side in ${need.during}`
}

/** All that a row expects under a shape, for a table. */
export function expectedTexts(row: Row, shape: string): string[] {
  return isFinding(row) ? row.expects.filter(({ at }) => at === undefined || at === shape).map(expectationText) : ['not expected here']
}

function anyOf(labels: string | readonly string[]): string {
  return typeof labels === 'string' ? labels : labels.join(' or ')
}

function ofText({ of }: { readonly of?: string }): string {
  return of === undefined ? '' : `${of}: `
}

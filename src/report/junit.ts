/** JUnit XML as Jenkins, GitLab and GitHub's test reporters read it (testmoapp/junitxml describes the common part). */

export interface TestCase {
  readonly name: string
  readonly className: string
  /** Absent for a case that passed. `message` is one line; `detail` may be longer. */
  readonly outcome?: { readonly kind: 'skipped' | 'failure' | 'error'; readonly message: string; readonly detail?: string }
  /** What else a reader of the case wants to see. */
  readonly output?: string
}

export interface TestSuite {
  readonly name: string
  /** ISO 8601. */
  readonly timestamp?: string
  /** Seconds on the clock; cases of one suite may have run at the same time, so they have none of their own. */
  readonly seconds?: number
  readonly properties: { readonly [name: string]: string | number }
  readonly cases: readonly TestCase[]
}

/** The whole file. Text from servers is escaped, and characters that XML 1.0 forbids are replaced. */
export function renderJunit(name: string, suites: readonly TestSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases)
  return [`<?xml version="1.0" encoding="UTF-8"?>`, `<testsuites${attributes({ name, ...counts(all) })}>`, ...suites.flatMap(suiteLines), '</testsuites>', ''].join('\n')
}

function suiteLines({ name, timestamp, seconds, properties, cases }: TestSuite): string[] {
  const head = { name, ...counts(cases), ...(timestamp === undefined ? {} : { timestamp }), ...(seconds === undefined ? {} : { time: seconds.toFixed(3) }) }
  const property = Object.entries(properties).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`)
  return [
    `  <testsuite${attributes(head)}>`,
    ...(property.length === 0 ? [] : ['    <properties>', ...property, '    </properties>']),
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ]
}

function caseLines({ name, className, outcome, output }: TestCase): string[] {
  const head = `    <testcase${attributes({ name, classname: className })}`
  const inside = [
    ...(outcome === undefined ? [] : [`      <${outcome.kind}${attributes({ message: outcome.message })}>${escapeText(outcome.detail ?? outcome.message)}</${outcome.kind}>`]),
    ...(output === undefined ? [] : [`      <system-out>${escapeText(output)}</system-out>`]),
  ]
  return inside.length === 0 ? [`${head}/>`] : [`${head}>`, ...inside, '    </testcase>']
}

function counts(cases: readonly TestCase[]) {
  const count = (kind: string) => cases.filter(({ outcome }) => outcome?.kind === kind).length
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') }
}

function attributes(values: { readonly [name: string]: string | number }): string {
  // A parser turns bare line ends and tabs of an attribute into spaces (XML 1.0, 3.3.3), so they are written as references.
  const escape = (text: string) => escapeText(text).replaceAll('"', '&quot;').replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  return Object.entries(values).map(([name, value]) => ` ${name}="${escape(String(value))}"`).join('')
}

function escapeText(text: string): string {
  return allowed(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Only characters of XML 1.0 (2.2); escaping does not make the others legal. */
function allowed(text: string): string {
  return text.replace(/\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, (character) => (/[\t\n\r\u0080-\u009f]/.test(character) || character === '\u007f' ? character : '\uFFFD'))
}

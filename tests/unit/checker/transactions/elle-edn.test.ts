import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { txnColumns } from '../../../../src/checker/transactions/from-operations.ts'
import { checkTransactions } from '../../../../src/checker/transactions/transactions.ts'
import { detect, parse, readAnyHistory } from '../../../../src/history/formats/read.ts'

describe('histories of list-append transactions in EDN', () => {
  it('Jepsen: records, keywords, clients; the nemesis is skipped', () => {
    const text = `#jepsen.history.Op{:index 0, :process :nemesis, :type :info, :f :kill, :value nil}
      {:process 0, :type :invoke, :f :txn, :value [[:append :x 1] [:r 5 nil]]}
      {:process 0, :type :ok, :f :txn, :value [[:append :x 1] [:r 5 [7 8]]]}
      {:process 1, :type :invoke, :f :txn, :value [[:append :x 2]]}
      {:process 1, :type :info, :f :txn, :value [[:append :x 2]]}`
    expect(detect(text)).toBe('elle-edn')
    const { operations, remarks } = parse('elle-edn', text, 'h')
    expect(operations).toMatchObject([
      { f: 'txn', type: 'ok', value: [['append', ':x', 1], ['r', 5, null]], result: [['append', ':x', 1], ['r', 5, [7, 8]]] },
      { type: 'info', ret: Infinity },
    ])
    expect(remarks).toEqual(['h: skipped what :nemesis did'])
  })

  it('by hand: completions find their invocations by shape, or stand alone', () => {
    const text = `{:type :invoke, :value [[:append 1 1]]} {:type :invoke, :value [[:r 1 nil]]}
      {:type :ok, :value [[:r 1 [1]]]} {:type :ok, :value [[:append 1 1]]} {:type :ok, :value [[:append 2 9]]}`
    const { operations } = parse('elle-edn', text, 'h')
    expect(operations.map(({ value, type, call, ret }) => ({ value, type, call, ret }))).toEqual([
      { value: [['append', 2, 9]], type: 'ok', call: 0, ret: 5000 },
      { value: [['append', 1, 1]], type: 'ok', call: 1000, ret: 4000 },
      { value: [['r', 1, null]], type: 'ok', call: 2000, ret: 3000 },
    ])
  })

  it.each([
    ['{:type :ok, :value [[:w 1 2]]}', 'h:1:1: [":w",1,2] is neither [:append key element] nor [:r key list]'],
    ['{:type :ok, :value 3}', 'h:1:1: the :value of a transaction is a list of micro-operations'],
    ['{:value [[:r 1 nil]]}', 'h:1:1: an event needs :type'],
    ['\n{:type :invoke, :value [[:r 1 nil]]} {:type :invoke, :value [[:r 1 nil]]}\n{:type :ok, :value [[:r 1 []]]}', 'h:3:1: without :process'],
  ])('refuses %j, naming the place', (text, message) => {
    expect(() => parse('elle-edn', text, 'h')).toThrow(message)
  })
})

/** Histories of other projects with known answers lie beside the repository, or where the environment says. */
const corpus = process.env['CAPCHECK_CORPUS'] ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'corpus')
const manifest = join(corpus, 'manifest.json')
const missing = `no corpus at ${corpus}; set CAPCHECK_CORPUS to a folder with manifest.json`

interface Entry {
  readonly file: string
  readonly format: string
  readonly anomalies?: readonly string[] | null
}

const entries = knownAnswers()

it('the corpus is there, or tests may be skipped', () => {
  const absent = entries.length === 0 && process.env['CAPCHECK_FORBID_SKIPS'] === '1'
  expect(absent ? missing : 'there').toBe('there')
})

describe.runIf(entries.length > 0)("corpus: Elle's own histories", () => {
  it.each(entries)('$file: anomalies of the data are $anomalies', async ({ file, anomalies }) => {
    const history = await readAnyHistory(join(corpus, file))
    expect(history.format).toBe('elle-edn')
    const result = checkTransactions(txnColumns(history.operations), { realTime: false, process: false })
    if (anomalies) expect(Object.keys(result.anomalies)).toEqual(anomalies)
    for (const { examples } of Object.values(result.anomalies)) expect(examples.every(({ confirmed }) => confirmed)).toBe(true)
  })
})

function knownAnswers(): readonly Entry[] {
  if (!existsSync(manifest)) {
    process.stderr.write(`Elle corpus tests skipped: ${missing}\n`)
    return []
  }
  const all = JSON.parse(readFileSync(manifest, 'utf8')) as readonly Entry[]
  return all.filter(({ format }) => format === 'elle-edn')
}

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { HistoryEvent } from '../../../src/core/event.ts'
import { readHistory } from '../../../src/history/reader.ts'
import { HistoryRecorder } from '../../../src/history/recorder.ts'

const folder = mkdtempSync(join(tmpdir(), 'capcheck-recorder-'))
const event: HistoryEvent = { process: 0, type: 'invoke', f: 'write', key: 'k"1', value: { a: ['ü', null] }, time: 1, home: 'n1', node: 'n2', side: 'minority', phase: 'before' }

it('what was recorded is what is read, whatever is in the values', async () => {
  const path = join(folder, 'a.jsonl')
  const recorder = new HistoryRecorder(path)
  const events: HistoryEvent[] = [
    event,
    { ...event, type: 'info', time: 2, error: { code: 'deadline', message: 'no "answer"\nat all' }, probe: 3 },
    { ...event, process: 1, time: 3 },
    { ...event, process: 1, type: 'ok', time: 4, note: 'canceling wait' },
  ]
  for (const each of events) recorder.record(each)
  recorder.close()
  expect((await readHistory(path)).events).toEqual(events)
})

it('never writes into a file that is there', () => {
  new HistoryRecorder(join(folder, 'b.jsonl')).close()
  expect(() => new HistoryRecorder(join(folder, 'b.jsonl'))).toThrow(/EEXIST/)
})

it('kill -9 leaves a complete prefix', async () => {
  const path = join(folder, 'c.jsonl')
  const recorderFile = new URL('../../../src/history/recorder.ts', import.meta.url).href
  const program = `
    import { HistoryRecorder } from ${JSON.stringify(recorderFile)}
    const recorder = new HistoryRecorder(${JSON.stringify(path)})
    let time = 0
    setInterval(() => { for (let i = 0; i < 50; i++) recorder.record({ ...${JSON.stringify(event)}, process: time, time: time++ }) }, 1)`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], { stdio: 'ignore' })
  const lines = () => {
    try {
      return readFileSync(path, 'utf8').split('\n').length
    } catch {
      return 0
    }
  }
  while (lines() < 500) await new Promise((resolve) => setTimeout(resolve, 10))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const { events } = await readHistory(path)
  expect(events.length).toBeGreaterThan(400)
  expect(events.map((each) => each.time)).toEqual(events.map((_each, index) => index))
})

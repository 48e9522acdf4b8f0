import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordedByRun } from '../../src/pipeline/recorded.ts'
import { buildResult } from '../../src/report/build-result.ts'
import { renderHtml } from '../../src/report/html/page.tsx'
import { browserMissing, openPage, startBrowser } from '../helpers/browser.ts'
import { tempFiles } from '../helpers/temp-files.ts'
import { judgedTrial, resultInput, sketches } from '../unit/report/fixture.ts'

const OPERATIONS = 100_000
/** Moves the window to and fro, a frame each, and measures the frames in milliseconds. */
const PAN = `(async () => {
  const canvas = document.querySelector('canvas'), frames = []
  document.querySelector('[data-view=in]').click()
  for (let i = 0, last = performance.now(); i < 60; i++) {
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft', shiftKey: true, bubbles: true }))
    const now = await new Promise(requestAnimationFrame).then(() => performance.now())
    frames.push(now - last); last = now
  }
  return frames.sort((a, b) => a - b)
})()`

describe.skipIf(browserMissing() !== null)(`a timeline of ${OPERATIONS} operations`, () => {
  const write = tempFiles('speed')
  let browser: Browser
  let path: string

  beforeAll(async () => {
    browser = await startBrowser()
    // What a browser does once when it starts is not the report's.
    await (await browser.newPage()).close()
    const [busy] = sketches()
    const rate = (OPERATIONS - 20) / (98 * 6)
    const trials = [judgedTrial({ ...busy!, lanes: busy!.lanes.map((lane) => ({ ...lane, rate })) }, 0)]
    path = write('report.html', renderHtml(buildResult(resultInput(trials)), recordedByRun(trials)))
  })
  afterAll(() => browser.close())

  // The best of three: others may use the machine at the same time.
  it('opens in under 2 s and is moved at 30 frames a second or better, with nothing left out', { retry: 2 }, async () => {
    const { page, openedMs, close } = await openPage(browser, path, { drawn: '[data-timeline=drawn]' })
    expect(await page.locator('.timeline figcaption').textContent()).toMatch(/^All 99,9\d\d operations are drawn/)
    const frames = (await page.evaluate(PAN)) as number[]
    const perSecond = 1000 / (frames.reduce((sum, each) => sum + each, 0) / frames.length)
    console.log(`opened in ${openedMs.toFixed(0)} ms, ${perSecond.toFixed(0)} frames a second, the slowest after ${frames.at(-1)!.toFixed(0)} ms`)
    expect(openedMs).toBeLessThan(2000)
    expect(perSecond).toBeGreaterThanOrEqual(30)
    await close()
  })
})

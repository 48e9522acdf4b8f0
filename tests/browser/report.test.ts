import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserMissing, openPage, startBrowser } from '../helpers/browser.ts'
import { SAMPLES, sampleFile } from '../helpers/samples.ts'

const OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"
/** A phone, tablets on both sides of the width at which rows of tables become cards, and screens. */
const WIDTHS = [360, 768, 1001, 1280, 1920]
const THEMES = ['light', 'dark'] as const

describe.skipIf(browserMissing() !== null)('report.html in a browser', () => {
  let browser: Browser
  beforeAll(async () => void (browser = await startBrowser()))
  afterAll(() => browser.close())
  const open = (store: string, options = {}) => openPage(browser, sampleFile(store, 'report.html'), options)

  it.each(SAMPLES)('%s: opens from disk with its tables and drawings, silently, asking nobody', async (store) => {
    const { page, said, asked, close } = await open(store)
    await page.evaluate(OPEN_ALL)
    // Three timelines take longer than a poll's second on a machine that is busy with other things.
    await expect.poll(() => page.evaluate("document.querySelectorAll('[data-timeline=drawn]').length"), { timeout: 15_000 }).toBe(3)
    expect(await page.locator('table.comparison tbody tr').count()).toBe(3)
    expect(await page.locator('svg.cut-picture:visible').count()).toBe(3)
    expect(await page.locator('.over-time:visible').count()).toBe(3)
    expect(await page.locator('svg.witness:visible').count()).toBe(store === 'postgres' ? 0 : 3)
    expect({ said, asked }).toEqual({ said: [], asked: [] })
    await close()
  })

  it.each(SAMPLES)('%s: axe-core finds nothing, light or dark, with everything opened', async (store) => {
    for (const colorScheme of THEMES) {
      // axe-core builds functions from text, which the page forbids.
      const { page, close } = await open(store, { colorScheme, bypassCSP: true })
      await page.evaluate(OPEN_ALL)
      await page.evaluate(axe.source)
      const found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))")
      expect(found).toEqual([])
      await close()
    }
  })

  it.each(WIDTHS)('never scrolls sideways at %i px', async (width) => {
    const { page, close } = await open('mongodb', { viewport: { width, height: 900 } })
    await page.evaluate(OPEN_ALL)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await close()
  })

  it('shows every table but that of availability whole on a phone', async () => {
    const { page, close } = await open('postgres', { viewport: { width: 360, height: 900 } })
    await page.evaluate(OPEN_ALL)
    const wider = "[...document.querySelectorAll('table:not(.availability)')].filter((each) => each.getBoundingClientRect().right > innerWidth || each.parentElement.scrollWidth > each.parentElement.clientWidth)"
    expect(await page.evaluate(`${wider}.map((each) => each.caption.textContent)`)).toEqual([])
    expect(await page.evaluate("getComputedStyle(document.querySelector('.stack td'), '::before').content")).toBe('"Configuration"')
    await close()
  })

  it('shows an operation that a finger taps', async () => {
    const { page, close } = await open('mongodb', { viewport: { width: 360, height: 900 }, hasTouch: true })
    await page.locator('[data-timeline=drawn]').first().waitFor()
    const canvas = page.locator('#run-1 canvas')
    await canvas.scrollIntoViewIfNeeded()
    const box = (await canvas.boundingBox())!
    await page.touchscreen.tap(box.x + box.width * 0.6, box.y + 20 + 36 + 9)
    await expect.poll(() => page.locator('#run-1 [data-panel]').textContent()).toContain('client at')
    await close()
  })

  it('is read with the keyboard alone: from the table to a run, and through its operations', async () => {
    const { page, close } = await open('cassandra')
    for (let press = 0; press < 20; press++) {
      if ((await page.evaluate("document.activeElement?.getAttribute('href')")) === '#run-2') break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate("document.querySelector('#run-2').open && scrollY > 0")).toBe(true)
    await page.locator('#run-1 canvas').focus()
    const panel = page.locator('#run-1 [data-panel]')
    await page.keyboard.press('w')
    const witness = await panel.textContent()
    expect(witness).toMatch(/^ok: \w+ .*\nclient at n\d \(\w+\).*, process \d+\ncalled [\d.]+ s in \w+, ended after [\d.]+ ms/)
    await page.keyboard.press('ArrowRight')
    expect(await panel.textContent()).not.toBe(witness)
    await page.keyboard.press('ArrowLeft')
    expect(await panel.textContent()).toBe(witness)
    await page.keyboard.press('ArrowDown')
    expect(await panel.textContent()).toContain('client at')
    await page.keyboard.press('Escape')
    expect(await panel.textContent()).toBe('No operation is selected.')
    await close()
  })

  it('shows an operation that the mouse points at, by node and kind as by process', async () => {
    const { page, close } = await open('mongodb')
    const canvas = page.locator('#run-1 canvas')
    await canvas.scrollIntoViewIfNeeded()
    for (const rows of ['kind', 'process']) {
      await page.locator(`#run-1 [data-rows=${rows}]`).click()
      await page.keyboard.press('Escape')
      await page.locator('#run-1 [data-view=whole]').click()
      const box = (await canvas.boundingBox())!
      const row = rows === 'kind' ? 36 : 15
      for (let x = 140; x < box.width - 10; x += 3) {
        await page.mouse.move(box.x + x, box.y + 20 + row / 2)
        if ((await page.locator('#run-1 [data-panel]').textContent())!.includes('client at')) break
      }
      expect(await page.locator('#run-1 [data-panel]').textContent()).toMatch(/operation \d+ of mongodb-/)
      await page.locator('#run-1 canvas').focus()
      await page.keyboard.press('Escape')
    }
    await close()
  })

  it('changes its theme, drawings included', async () => {
    const { page, close } = await open('mongodb', { colorScheme: 'light' })
    const colours = () => page.evaluate("[getComputedStyle(document.body).backgroundColor, ...document.querySelector('canvas').getContext('2d').getImageData(2, 2, 1, 1).data].join()")
    await page.locator('[data-timeline=drawn]').first().waitFor()
    const light = await colours()
    await page.locator('[data-theme-switch]').click()
    expect(await page.locator('[data-theme-switch]').textContent()).toBe('Theme: light')
    await page.locator('[data-theme-switch]').click()
    await expect.poll(() => page.evaluate("document.querySelector('canvas').getContext('2d').getImageData(2, 2, 1, 1).data[0] < 128")).toBe(true)
    expect(await colours()).not.toBe(light)
    await close()
  })

  it('reads without its script, and says what is missing then', async () => {
    const { page, close } = await open('mongodb', { javaScriptEnabled: false })
    expect(await page.locator('table.comparison').isVisible()).toBe(true)
    expect(await page.locator('#run-1 svg.witness').isVisible()).toBe(true)
    expect(await page.locator('#run-1 .no-js').textContent()).toContain('All operations are in mongodb-M-5-leader-alone/register.jsonl')
    await close()
  })

  it('prints every run, opened, without what only a screen can show', async () => {
    const { page, said, close } = await open('mongodb', { colorScheme: 'dark' })
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    // Patterns and gradients would be pictures, tens of megabytes of them.
    expect(pdf.length).toBeLessThan(3e6)
    expect(await page.evaluate("[...document.querySelectorAll('details.run')].every((each) => each.open)")).toBe(true)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('canvas:visible, button:visible').count()).toBe(0)
    expect(await page.locator('.paper-only:visible').count()).toBe(3)
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(29, 32, 38)')
    expect(said).toEqual([])
    await close()
  })
})

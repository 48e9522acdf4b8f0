import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { whichAll } from '../../src/engines/which.ts'
import { skipReason } from './needs.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Nothing that a browser asks the network for by itself. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']

const found = (await Promise.all(NAMES.map((name) => whichAll(name, process.env)))).flat()[0]

/** Says why tests in a browser cannot run here; null when they can. The reason is printed, and thrown where skips are forbidden. */
export function browserMissing(): string | null {
  return skipReason(found === undefined ? [`none of ${NAMES.join(', ')} is on PATH`] : [], 'on Debian: apt-get install chromium')
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: found!, args: QUIET })
}

/** A page of a file on disk, with everything that it said and asked for. */
export interface OpenedPage {
  readonly page: Page
  /** Console messages and errors that nobody caught. */
  readonly said: string[]
  /** Addresses asked for, other than the file itself and data in it. */
  readonly asked: string[]
  /** Milliseconds from the address until what had to be there was drawn. */
  readonly openedMs: number
  close(): Promise<void>
}

export async function openPage(browser: Browser, path: string, { drawn = 'h1', ...options }: BrowserContextOptions & { readonly drawn?: string } = {}): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const address = pathToFileURL(path).href
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => said.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) asked.push(request.url())
  })
  const begun = performance.now()
  await page.goto(address)
  await page.locator(drawn).first().waitFor()
  return { page, said, asked, openedMs: performance.now() - begun, close: () => context.close() }
}

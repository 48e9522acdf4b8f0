import { DECODE_SCRIPT } from './timeline/script-decode.ts'
import { DRAW_SCRIPT } from './timeline/script-draw.ts'
import { INPUT_SCRIPT } from './timeline/script-input.ts'

const PAGE_SCRIPT = `
'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
for (const element of all('.js-only')) element.hidden = false
for (const element of all('.no-js')) element.hidden = true

const themes = ['system', 'light', 'dark']
const themeSwitch = document.querySelector('[data-theme-switch]')
themeSwitch.addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || 'system'
  const next = themes[(themes.indexOf(now) + 1) % themes.length]
  document.documentElement.dataset.theme = next
  themeSwitch.textContent = 'Theme: ' + next
  document.dispatchEvent(new Event('themechange'))
})

for (const button of all('[data-open]')) {
  button.addEventListener('click', () => {
    for (const run of all('details.run')) run.open = button.dataset.open === 'true'
  })
}

const openTarget = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1))
  if (target && target.matches('details')) {
    target.open = true
    target.scrollIntoView()
  }
}
addEventListener('hashchange', openTarget)
openTarget()
// A link to the run that is already in the address bar fires no hashchange.
for (const link of all('a[href^="#"]')) link.addEventListener('click', () => setTimeout(openTarget))

addEventListener('beforeprint', () => {
  for (const details of all('details')) details.open = true
})
`

/**
 * What the page does beyond showing itself: theme, opening and closing, zoom. It reads well without any of it.
 * Plain text, because it runs in the reader's browser and not here.
 */
export const SCRIPT = `${PAGE_SCRIPT}${DECODE_SCRIPT}${DRAW_SCRIPT}${INPUT_SCRIPT}`

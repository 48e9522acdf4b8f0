/**
 * What the page does beyond showing itself: theme, opening and closing, zoom. It reads well without any of it.
 * Plain text, because it runs in the reader's browser and not here.
 */
export const SCRIPT = `
'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
for (const element of all('.js-only')) element.hidden = false

const themes = ['system', 'light', 'dark']
const themeSwitch = document.querySelector('[data-theme-switch]')
themeSwitch.addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || 'system'
  const next = themes[(themes.indexOf(now) + 1) % themes.length]
  document.documentElement.dataset.theme = next
  themeSwitch.textContent = 'Theme: ' + next
})

for (const button of all('[data-open]')) {
  button.addEventListener('click', () => {
    for (const run of all('details.run')) run.open = button.dataset.open === 'true'
  })
}

for (const button of all('[data-zoom]')) {
  button.addEventListener('click', () => {
    const figure = button.closest('figure')
    for (const other of all('[data-zoom]', figure)) other.setAttribute('aria-pressed', String(other === button))
    figure.querySelector('.tl-plot').style.width = 100 * Number(button.dataset.zoom) + '%'
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

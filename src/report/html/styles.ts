/** Page, tables and labels. Colours are named once, for light and dark. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: light-dark(#fbfbfa, #14161a);
  --card: light-dark(#ffffff, #1c1f25);
  --ink: light-dark(#1d2026, #e7e9ee);
  --soft: light-dark(#5a606b, #a3a9b6);
  --line: light-dark(#dcdee3, #353a44);
  --link: light-dark(#1d4fb8, #8fb4ff);
  --shade: light-dark(#6b500012, #ffd97a12);
  --shade-line: light-dark(#8a6a1e40, #ffd97a38);
  --cp: light-dark(#1d4fb8, #8fb4ff);
  --ap: light-dark(#a34700, #ffb47a);
  --neither: light-dark(#95195c, #ff9fce);
  --inconclusive: light-dark(#5a606b, #b3b9c5);
  --ok: light-dark(#2b7a4b, #69c48d);
  --fail: light-dark(#b3372a, #ff8d7e);
  --info: light-dark(#6c5a9e, #b9a6f2);
}
[data-theme=light] { color-scheme: light }
[data-theme=dark] { color-scheme: dark }
* { box-sizing: border-box }
html { scroll-padding-top: 12px; -webkit-text-size-adjust: 100% }
body {
  margin: 0 auto; padding: 28px 24px 64px; max-width: 1180px;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; font-variant-numeric: tabular-nums;
  overflow-wrap: break-word;
}
h1 { font-size: 25px; line-height: 1.3; margin: 2px 0 14px; max-width: 46em; text-wrap: balance }
h2 { font-size: 17px; line-height: 1.35; margin: 28px 0 8px }
h3 { font-size: 13px; margin: 26px 0 8px; color: var(--soft); text-transform: uppercase; letter-spacing: .06em }
p { margin: 8px 0 }
small { display: block; font-size: 12.5px; color: var(--soft) }
code { font: 12.5px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere }
a { color: var(--link) }
.brand { margin: 0; font-weight: 600; color: var(--soft) }
.note, .faint { color: var(--soft); font-size: 13px }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px }

button {
  font: inherit; font-size: 13px; color: var(--ink); background: var(--card); cursor: pointer;
  border: 1px solid var(--line); border-radius: 6px; padding: 5px 11px; margin: 0 6px 6px 0;
}
button:hover { border-color: var(--soft) }
button[aria-pressed=true] { border-color: var(--ink); font-weight: 600 }

.badge, .taught { display: inline-block; font-weight: 700; font-size: 13px; line-height: 1; padding: 5px 9px; white-space: nowrap }
.taught { padding-inline: 0; font-weight: 600 }
.badge { border: 2px solid; background: var(--card) }
.badge.CP { color: var(--cp); border-radius: 3px }
.badge.AP { color: var(--ap); border-radius: 99px }
.badge.neither { color: var(--neither); border: 4px double; padding: 3px 7px }
.badge.inconclusive { color: var(--inconclusive); border-style: dashed }

.scroll { overflow-x: auto; position: relative }
table { border-collapse: collapse; font-size: 14px; width: 100% }
th, td { text-align: left; vertical-align: top; padding: 8px 14px 8px 0; border-bottom: 1px solid var(--line) }
thead th { font-size: 12.5px; font-weight: 600; color: var(--soft); white-space: nowrap }
tbody th { font-weight: 600 }
.comparison { margin-top: 8px }
.comparison td:last-child { min-width: 15em }
.callout { border: 1px dashed var(--soft); border-radius: 6px; padding: 9px 13px }
.command { display: block; padding: 11px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); user-select: all }
.hash { color: var(--soft) }
.figures { color: var(--soft); font-size: 13px; overflow-wrap: anywhere }
.wide { display: block; min-width: 17em }
td .hash { display: block; min-width: 24em }
.comparison td:nth-child(5) { min-width: 8em }

.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 7px 20px; margin: 8px 0; font-size: 14px }
.facts dt { font-weight: 600 }
.facts dd { margin: 0 }
.plain { list-style: none; margin: 0; padding: 0 }
.preconditions { list-style: none; margin: 0; padding: 0; font-size: 14px }
.preconditions li { padding: 3px 0 }
.preconditions .missing b { color: var(--fail) }

.meaning { margin: 10px 0; font-size: 14px }
summary { cursor: pointer }
.run { border: 1px solid var(--line); border-radius: 9px; background: var(--card); margin: 14px 0; padding: 0 20px }
.run[open] { padding-bottom: 22px }
.run > summary { display: flex; gap: 14px; align-items: center; padding: 13px 20px; margin: 0 -20px; list-style: none }
.run > summary::-webkit-details-marker { display: none }
.run > summary::after { content: '+'; margin-left: auto; font-size: 20px; color: var(--soft) }
.run[open] > summary::after { content: '−' }
.run > summary .badge { flex: none }
.run h2 { margin: 0; font-size: 16px }
.run h2 small { font-weight: 400 }
.verdict { font-size: 17px; line-height: 1.45; max-width: 60em }

@media screen and (max-width: 1000px) {
  .rounds tr { display: flex; flex-wrap: wrap; align-items: baseline }
  .stack thead { display: none }
  .stack tr { display: block; border: 1px solid var(--line); border-radius: 8px; padding: 9px 13px; margin: 11px 0; background: var(--card) }
  .stack th, .stack td { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 0 8px; border: 0; padding: 3px 0 }
  .stack :is(th, td)::before { content: attr(data-label); color: var(--soft); font-size: 12.5px; font-weight: 400 }
  .stack :is(th, td) > * { grid-column: 2; justify-self: start }
  .stack :is(.wide, .hash) { min-width: 0 }
}
@media screen and (max-width: 760px) {
  body { padding: 18px 14px 48px }
  h1 { font-size: 20px }
  .run { padding: 0 13px }
  .run > summary { padding: 12px 13px; margin: 0 -13px; gap: 10px }
  /* Shadows at the edges behind which there is more. */
  .run .scroll {
    --edge: color-mix(in srgb, var(--ink) 30%, transparent);
    background:
      linear-gradient(to right, var(--card) 30%, transparent) left / 36px 100% no-repeat local,
      linear-gradient(to left, var(--card) 30%, transparent) right / 36px 100% no-repeat local,
      linear-gradient(to right, var(--edge), transparent) left / 12px 100% no-repeat,
      linear-gradient(to left, var(--edge), transparent) right / 12px 100% no-repeat;
  }
  .facts { grid-template-columns: 1fr; gap: 2px }
  .facts dd { margin-bottom: 9px }
}
@media print {
  @page { margin: 12mm }
  :root { color-scheme: light; --page: #fff }
  body { padding: 0; max-width: none; font-size: 11px }
  h1 { font-size: 18px }
  table, .facts, .preconditions { font-size: 10px }
  small, code, thead th, .note, .faint, .figures { font-size: 9.5px }
  th, td { padding: 4px 8px 4px 0 }
  .verdict { font-size: 12.5px }
  .meaning { font-size: 10px }
  .js-only, .run > summary::after { display: none !important }
  .run { border: 0; padding: 0; break-before: page }
  .scroll { overflow: visible }
  .meaning, .run > summary { list-style: none }
  h3, summary { break-after: avoid }
  tr, figure, .witness, .rounds, li { break-inside: avoid }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
`

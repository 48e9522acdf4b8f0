/** Availability bars, the witness diagram and the timeline. Every outcome has a pattern or place besides its colour. */
export const FIGURE_STYLES = `
.cut, .ot-span.transition, .ot-span.steady {
  background: repeating-linear-gradient(135deg, var(--shade) 0 7px, transparent 7px 10px), var(--shade);
}
.availability th, .availability td { padding: 7px 12px }
.availability :is(th, td):first-child { white-space: nowrap; padding-left: 0; position: sticky; left: 0; background: var(--card) }
.availability td { min-width: 132px; font-size: 13px }
.availability .bar { display: flex; height: 9px; margin: 4px 0 5px; border: 1px solid var(--line); border-radius: 2px; overflow: hidden; background: var(--card) }
.bar i { display: block; height: 100% }
.bar i.ok { background: var(--ok) }
.bar i.fail { background: repeating-linear-gradient(135deg, var(--fail) 0 3px, var(--card) 3px 5px) }
.bar i.info { background: radial-gradient(var(--info) 1.4px, transparent 1.8px) 0 0 / 5px 5px, var(--card) }

.steps { margin: 8px 0 14px; padding-left: 1.5em; max-width: 60em }
.operations { margin: 6px 0; padding-left: 2em }
.plainly { max-width: 60em; font-size: 15.5px }
svg.witness { display: block; width: 100%; min-width: 620px; max-width: 960px; height: auto; font: 12.5px system-ui, sans-serif; fill: var(--ink) }
.witness .shade { fill: var(--shade) }
.witness .shade-name { fill: var(--soft); font-size: 11.5px }
.witness .grid { stroke: var(--line); stroke-dasharray: 2 3 }
.witness .time { fill: var(--soft); font-size: 10.5px }
.witness circle.number { fill: var(--card); stroke: var(--ink) }
.witness text.number, .witness .place { font-weight: 600 }
.witness .side { fill: var(--soft); font-size: 11px }
.witness .what { font: 12px ui-monospace, Menlo, Consolas, monospace; paint-order: stroke; stroke: var(--card); stroke-width: 4px }
.witness .what.wrong { font-weight: 700 }
.witness .order path { fill: none; stroke: var(--ink); stroke-width: 1.3 }
.witness .order path.head { fill: var(--ink); stroke: none }
.witness .bar { stroke-width: 1.5px }
.witness .bar.ok { fill: var(--ok); stroke: var(--ok) }
.witness .bar.fail { fill: var(--card); stroke: var(--fail); stroke-dasharray: 4 3 }
.witness .bar.info { fill: var(--card); stroke: var(--info); stroke-dasharray: 1 3; stroke-linecap: round }

.timeline, .over-time { margin: 0 }
figcaption { margin-top: 6px; color: var(--soft); font-size: 13px }
.legend { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; font-size: 12.5px; color: var(--soft) }
.key::before { content: ''; display: inline-block; width: 22px; height: 9px; margin-right: 7px; vertical-align: middle }
.key.ok::before { background: var(--ok) }
.key.fail::before { background: repeating-linear-gradient(135deg, var(--fail) 0 2px, transparent 2px 4px) }
.key.info::before { background: radial-gradient(var(--info) 1.4px, transparent 1.8px) 0 0 / 5px 5px }
.key.cut { background: none }
.key.cut::before { height: 14px; background: repeating-linear-gradient(135deg, var(--shade) 0 7px, transparent 7px 10px), var(--shade); border: 1px solid var(--shade-line) }

.patterns { position: absolute }
.p-fail { stroke: var(--fail); stroke-width: 2 }
.p-info { fill: var(--info) }
.ot { --label: 150px; position: relative; min-width: 640px; padding: 22px 0 22px }
.ot-back { position: absolute; inset: 0 0 20px var(--label) }
.ot-span { position: absolute; top: 0; bottom: 0; border-left: 1px solid var(--line); font-size: 11.5px; color: var(--soft) }
.ot-span span { display: block; overflow: hidden; padding: 2px 0 0 4px; white-space: nowrap }
.ot-fault { position: absolute; top: 18px; bottom: 0; border-left: 1.5px dashed var(--ink) }
.ot-band { position: relative; padding: 10px 0 3px; font-size: 12.5px; color: var(--soft); margin-left: calc(var(--label) + 4px) }
.ot-band b { color: var(--ink) }
.ot-row { position: relative; display: grid; grid-template-columns: var(--label) minmax(0, 1fr); align-items: start; border-top: 1px solid var(--line); padding: 2px 0 }
.ot-label { font-size: 12.5px; line-height: 1.2; padding-right: 8px; position: sticky; left: 0; background: var(--card); z-index: 1; min-height: 100% }
.ot-label small { font-size: 11px }
.ot-plot { position: relative }
.ot-plot svg { position: absolute; inset: 0; width: 100%; overflow: visible }
.ot-mark { position: absolute; left: 3px; transform: translateY(-50%); font-size: 10.5px; line-height: 1; color: var(--soft); background: var(--card); padding: 1px 2px; border-radius: 2px }
.ot-axis { position: absolute; bottom: 0; left: var(--label); right: 0; height: 18px; border-top: 1px solid var(--line); font-size: 11px; color: var(--soft) }
.ot-axis span { position: absolute; top: 2px; padding-left: 3px; border-left: 1px solid var(--line) }
.area.ok { fill: var(--ok) }
.area.fail { fill: url(#p-fail) }
.area.info { fill: url(#p-info) }
.line, .dots { fill: none; vector-effect: non-scaling-stroke; stroke-width: 1.7; stroke-linejoin: round; stroke-linecap: round }
.line.ok { stroke: var(--ok) }
.line.fail { stroke: var(--fail); stroke-dasharray: 6 4 }
.line.info { stroke: var(--info); stroke-dasharray: 1 4; stroke-width: 2.2 }
.line.p50 { stroke: var(--link) }
.line.p99 { stroke: var(--soft); stroke-dasharray: 5 3; stroke-width: 1.2 }
.dots { stroke: var(--neither); stroke-width: 3.5 }
.role { position: absolute; top: 2px; height: 20px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 11.5px; line-height: 17px; padding-left: 4px; border: 1px solid var(--soft); background: var(--card) }
.role.leader { border: 2px solid var(--ink); font-weight: 700; line-height: 15px }
.role.silent { border-style: dashed; color: var(--soft) }
.rounds { width: auto }
.rounds th, .rounds td { padding: 4px 14px 4px 0; white-space: nowrap }
.letter { display: inline-block; min-width: 24px; text-align: center; font-weight: 700; border: 2px solid var(--ink); border-radius: 4px }
.letter.l1 { border-style: dashed }
.letter.l2 { border-style: double; border-width: 4px }
.letter.none { border-style: dotted; color: var(--soft) }
.cut-picture { display: block; width: 100%; min-width: 290px; max-width: 480px; font: 13px system-ui, sans-serif; fill: var(--ink) }
.side-box { fill: none; stroke: var(--soft); stroke-dasharray: 2 3 }
.side-name { fill: var(--soft); font-size: 12px }
.cut-picture .node { fill: var(--card); stroke: var(--ink); stroke-width: 2 }
.node-name { font-weight: 700 }
.node-role { font-size: 10px }
.cut-picture .node.stopped { stroke: var(--fail); stroke-dasharray: 4 4 }
.way path { fill: none; stroke: var(--ok); stroke-width: 2 }
.way.broken path { stroke: var(--fail); stroke-dasharray: 4 5 }
.way.broken path.solid { stroke-dasharray: none; stroke-width: 2.4 }
.fate { font-size: 11px; paint-order: stroke; stroke: var(--card); stroke-width: 4px }

.tl-controls { display: flex; flex-wrap: wrap; gap: 4px 22px; align-items: center }
.tl-scroll { overflow: hidden auto; border-bottom: 1px solid var(--line) }
.tl-height canvas { display: block; position: sticky; top: 0; touch-action: pan-y; cursor: crosshair }
.tl-panel { white-space: pre-wrap; min-height: 8.2em; border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
.paper-only { display: none }
@media screen and (max-width: 760px) { .ot { --label: 92px; min-width: 560px } }
@media print {
  .screen-only { display: none !important }
  .paper-only { display: block }
  /* The figure is as high as a sheet, and is not to be cut. */
  .ot { min-width: 0 }
  .ot-band { padding: 4px 0 1px; font-size: 10.5px }
  .ot-label { font-size: 10.5px; white-space: nowrap; overflow: hidden }
  .ot-label small { display: inline; margin-left: 5px; font-size: 9px; white-space: normal }
  .plainly { font-size: 12.5px }
  figcaption, .legend { font-size: 9.5px }
  .availability td { min-width: 0; font-size: 9.5px }
  /* Gradients become pictures on paper, megabytes of them. */
  .cut, .ot-span.transition, .ot-span.steady, .key.cut::before { background: var(--shade) }
  .area.fail, .area.info { fill: none; stroke: var(--fail); vector-effect: non-scaling-stroke }
  .area.info { stroke: var(--info); stroke-dasharray: 1 2 }
  .over-time .key::after { content: ' (on paper an outline)' }
  .over-time .key.ok::after, .over-time .key.cut::after { content: '' }
  .bar i.fail, .key.fail::before { background: none; border: solid var(--fail); border-width: 1px 0 }
  .bar i.info, .key.info::before { background: none; border: dotted var(--info); border-width: 2px 0 }
}
`

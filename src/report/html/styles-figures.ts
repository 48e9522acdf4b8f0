/** Availability bars, the witness diagram and the timeline. Every outcome has a pattern or place besides its colour. */
export const FIGURE_STYLES = `
.cut, .tl-span.transition, .tl-span.steady {
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
svg.witness { display: block; width: 100%; min-width: 620px; max-width: 960px; height: auto; font: 12.5px system-ui, sans-serif; fill: var(--ink) }
.witness .shade { fill: var(--shade) }
.witness .shade-name { fill: var(--soft); font-size: 11.5px }
.witness .grid { stroke: var(--line); stroke-dasharray: 2 3 }
.witness .time { fill: var(--soft); font-size: 10.5px }
.witness circle.number { fill: var(--card); stroke: var(--ink) }
.witness text.number, .witness .place { font-weight: 600 }
.witness .side { fill: var(--soft); font-size: 11px }
.witness .what { font: 12px ui-monospace, Menlo, Consolas, monospace; paint-order: stroke; stroke: var(--card); stroke-width: 4px }
.witness .bar { stroke-width: 1.5px }
.witness .bar.ok { fill: var(--ok); stroke: var(--ok) }
.witness .bar.fail { fill: var(--card); stroke: var(--fail); stroke-dasharray: 4 3 }
.witness .bar.info { fill: var(--card); stroke: var(--info); stroke-dasharray: 1 3; stroke-linecap: round }

.timeline { margin: 0 }
.timeline figcaption { margin-top: 6px; color: var(--soft); font-size: 13px }
.legend { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; font-size: 12.5px; color: var(--soft) }
.key::before { content: ''; display: inline-block; width: 22px; margin-right: 7px; vertical-align: middle }
.key.ok::before { border-top: 8px solid var(--ok) }
.key.fail::before { border-top: 6px dashed var(--fail) }
.key.info::before { border-top: 3px solid var(--info) }
.key.cut { background: none }
.key.cut::before { height: 14px; background: repeating-linear-gradient(135deg, var(--shade) 0 7px, transparent 7px 10px), var(--shade); border: 1px solid var(--shade-line) }
.zoom { margin-left: auto }
.zoom[hidden] { display: none }
.zoom button { padding: 2px 9px; margin: 0 0 0 4px }
.tl-frame { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 12px }
.tl-labels { font-size: 12.5px; line-height: 1.25 }
.tl-labels div { white-space: nowrap; padding-top: 3px }
.tl-labels small { font-size: 11px }
.tl-plot { position: relative; min-width: 560px }
.tl-plot svg { position: absolute; top: 26px; left: 0; width: 100% }
.tl-rule { stroke: var(--line); vector-effect: non-scaling-stroke }
.mark { fill: none; vector-effect: non-scaling-stroke }
.mark.ok { stroke: var(--ok) }
.mark.fail { stroke: var(--fail); stroke-dasharray: 3 2 }
.mark.info { stroke: var(--info) }
.tl-span { position: absolute; top: 0; bottom: 22px; border-left: 1px solid var(--line); font-size: 11.5px; color: var(--soft) }
.tl-span span { display: block; overflow: hidden; text-overflow: clip; padding: 4px 0 0 4px; white-space: nowrap }
.tl-fault { position: absolute; top: 20px; bottom: 22px; border-left: 1.5px dashed var(--ink) }
.tl-witness {
  position: absolute; width: 17px; height: 17px; margin-left: -8px; border-radius: 50%; text-align: center;
  font-size: 11px; line-height: 15px; background: var(--card); color: var(--ink); border: 1.5px solid var(--ink);
}
.tl-axis { position: absolute; bottom: 0; left: 0; right: 0; height: 20px; border-top: 1px solid var(--line); font-size: 11px; color: var(--soft) }
.tl-axis span { position: absolute; top: 3px; padding-left: 3px; border-left: 1px solid var(--line) }
`

/** Draws the window of a timeline on its canvas. Many marks are counted into columns; few are drawn one by one. */
export const DRAW_SCRIPT = String.raw`
const SINGLE = 1500
const TOP = 20
const BANDS = { kind: [[5, 8], [17, 6], [27, 4]], process: [[2, 5], [5, 4], [8, 3]] }
const ROW_HEIGHT = { kind: 36, process: 15 }

/* The same slanted stripes as those of the tables. */
function shade(context, colour) {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 14
  const pen = tile.getContext('2d')
  pen.strokeStyle = colour; pen.lineWidth = 2; pen.globalAlpha = 0.6; pen.beginPath()
  for (const by of [-14, 0, 14]) { pen.moveTo(by - 2, 16); pen.lineTo(by + 16, -2) }
  pen.stroke()
  return context.createPattern(tile, 'repeat')
}

function hatch(context, colour, dotted) {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 4
  const pen = tile.getContext('2d')
  pen.fillStyle = pen.strokeStyle = colour
  if (dotted) pen.fillRect(0, 0, 2, 4)
  else { pen.lineWidth = 1.6; pen.beginPath(); pen.moveTo(-1, 5); pen.lineTo(5, -1); pen.moveTo(-1, 1); pen.lineTo(1, -1); pen.moveTo(3, 5); pen.lineTo(5, 3); pen.stroke() }
  return context.createPattern(tile, 'repeat')
}

function drawTimeline(t) {
  const { context: c, ops, rows, view, by, colours, width, height, left, scroll } = t
  const plot = width - left, scale = plot / (view.to - view.from), high = ROW_HEIGHT[by]
  const x = (time) => left + (time - view.from) * scale
  const first = Math.max(0, Math.floor((scroll - TOP) / high)), last = Math.min(rows.names.length, Math.ceil((scroll + height) / high))
  c.fillStyle = colours.card; c.fillRect(0, 0, width, height)
  c.font = '12px system-ui, sans-serif'; c.textBaseline = 'middle'; c.textAlign = 'left'
  c.save(); c.beginPath(); c.rect(left, 0, plot, height); c.clip()
  for (const [phase, from, to] of t.data.spans) {
    if (to < view.from || from > view.to) continue
    if (phase === 'transition' || phase === 'steady') { c.fillStyle = colours.shade; c.fillRect(x(from), 0, x(to) - x(from), height); c.fillStyle = t.patterns.shade; c.fillRect(x(from), 0, x(to) - x(from), height) }
    c.fillStyle = colours.line; c.fillRect(x(from), 0, 1, height)
  }
  c.strokeStyle = colours.ink; c.setLineDash([4, 4]); c.beginPath()
  for (const [, at] of t.data.faults) { c.moveTo(x(at), TOP); c.lineTo(x(at), height - 18) }
  c.stroke(); c.setLineDash([])
  let seen = 0
  for (let i = 0; i < ops.size; i++) if (ops.till[i] >= view.from && ops.call[i] <= view.to && rows.of[i] >= first && rows.of[i] < last) seen++
  const place = (row) => TOP + row * high - scroll
  if (seen <= SINGLE) drawSingle(t, x, place, first, last)
  else drawMany(t, scale, place, first, last)
  ops.witness.forEach((i, number) => {
    const y = place(rows.of[i]) + high / 2, at = x(ops.call[i])
    c.beginPath(); c.arc(at, y, 8, 0, 7); c.fillStyle = colours.card; c.fill(); c.strokeStyle = colours.ink; c.lineWidth = 1.5; c.stroke()
    c.fillStyle = colours.ink; c.textAlign = 'center'; c.fillText(String(number + 1), at, y + 0.5); c.textAlign = 'left'
  })
  if (t.selected >= 0) {
    const band = BANDS[by][ops.type[t.selected]], from = x(ops.call[t.selected])
    c.strokeStyle = colours.link; c.lineWidth = 3
    c.strokeRect(from - 4, place(rows.of[t.selected]) + band[0] - 4, Math.max(6, x(ops.till[t.selected]) - from) + 8, band[1] + 8)
  }
  c.restore()
  drawFrame(t, x, place, first, last)
}

function drawFrame({ context: c, data, rows, by, view, colours, width, height, left }, x, place, first, last) {
  c.fillStyle = colours.card; c.fillRect(0, 0, left, height); c.fillRect(0, 0, width, TOP - 2); c.fillRect(0, height - 18, width, 18)
  c.fillStyle = colours.line; c.fillRect(0, height - 18, width, 1)
  for (let row = first; row < last; row++) {
    const y = place(row)
    if (y < TOP - 4 || y > height - 26) continue
    c.fillStyle = colours.line; c.fillRect(0, y, width, 1)
    c.fillStyle = colours.ink; c.fillText(rows.names[row], 0, y + ROW_HEIGHT[by] / 2, left - 6)
  }
  c.fillStyle = colours.soft
  for (const [phase, from, to] of data.spans) {
    const at = Math.max(left, x(from)) + 4
    if (Math.min(width, x(to)) - at > c.measureText(phase).width) c.fillText(phase, at, TOP / 2)
  }
  const span = view.to - view.from
  const step = [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((p) => n * 10 ** p)).sort((a, b) => a - b).find((each) => span / each <= Math.max(2, (width - left) / 90)) || span
  const digits = Math.max(0, 6 - Math.floor(Math.log10(step)))
  for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
    if (x(tick) > width - 50) break
    c.fillText((tick / 1e6).toFixed(digits) + ' s', x(tick) + 3, height - 9); c.fillRect(x(tick), height - 18, 1, 6)
  }
}

function drawSingle({ context: c, ops, rows, view, by, colours, patterns }, x, place, first, last) {
  const bands = BANDS[by]
  for (let i = 0; i < ops.size; i++) {
    const row = rows.of[i]
    if (row < first || row >= last || ops.till[i] < view.from || ops.call[i] > view.to) continue
    const [down, thick] = bands[ops.type[i]], y = place(row) + down, from = x(ops.call[i]), to = Math.max(from + 3, x(ops.till[i]))
    if (ops.type[i] === 0) { c.fillStyle = colours.ok; c.fillRect(from, y, to - from, thick); continue }
    c.lineWidth = 1.2
    c.strokeStyle = ops.type[i] === 1 ? colours.fail : colours.info
    c.fillStyle = ops.type[i] === 1 ? patterns.fail : patterns.info
    c.fillRect(from, y, to - from, thick)
    c.beginPath()
    const middle = y + thick / 2
    if (ops.type[i] === 1) { c.moveTo(to - 3, middle - 3); c.lineTo(to + 3, middle + 3); c.moveTo(to - 3, middle + 3); c.lineTo(to + 3, middle - 3) }
    else c.arc(to, middle, 2.5, 0, 7)
    c.stroke()
  }
}

function countMarks(ops, of, view, plot, first, last) {
  const wide = plot + 1, marks = new Int32Array(Math.max(0, last - first) * 3 * wide), scale = plot / (view.to - view.from)
  for (let i = 0; i < ops.size; i++) {
    const row = of[i]
    if (row < first || row >= last || ops.till[i] < view.from || ops.call[i] > view.to) continue
    const from = Math.max(0, Math.floor((ops.call[i] - view.from) * scale))
    const to = Math.min(plot, Math.max(from + 1, Math.ceil((ops.till[i] - view.from) * scale)))
    const at = ((row - first) * 3 + ops.type[i]) * wide
    marks[at + from]++; marks[at + to]--
  }
  return marks
}

function drawMany({ context: c, ops, rows, view, by, colours, patterns, width, left }, scale, place, first, last) {
  const plot = Math.floor(width - left), wide = plot + 1, marks = countMarks(ops, rows.of, view, plot, first, last)
  const fills = [colours.ok, patterns.fail, patterns.info]
  for (let type = 0; type < 3; type++) {
    const [down, thick] = BANDS[by][type]
    c.fillStyle = fills[type]
    for (let row = first; row < last; row++) {
      const at = ((row - first) * 3 + type) * wide, y = place(row) + down
      let sum = 0, begun = -1
      for (let px = 0; px <= plot; px++) {
        sum += px < plot ? marks[at + px] : -sum
        if (sum > 0 && begun < 0) begun = px
        else if (sum <= 0 && begun >= 0) { c.fillRect(left + begun, y, px - begun, thick); begun = -1 }
      }
    }
  }
}
`

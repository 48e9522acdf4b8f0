/** Mouse, touch, keys and buttons of a timeline. Each one is set up when its run is opened for the first time. */
export const INPUT_SCRIPT = String.raw`
function resolveColours(probe) {
  const colours = {}
  for (const name of ['card', 'ink', 'soft', 'line', 'shade', 'link', 'ok', 'fail', 'info', 'shade-line']) {
    probe.style.color = 'var(--' + name + ')'
    colours[name] = getComputedStyle(probe).color
  }
  probe.style.color = ''
  return colours
}

async function startTimeline(figure) {
  const data = await unpack(figure.querySelector('[data-operations]').textContent)
  const canvas = figure.querySelector('canvas'), frame = figure.querySelector('.tl-scroll'), full = figure.querySelector('.tl-height'), panel = figure.querySelector('[data-panel]')
  const ops = decodeTimeline(data)
  const t = { data, ops, by: 'kind', rows: rowsOf(ops, 'kind'), view: { from: 0, to: data.end }, selected: -1, context: canvas.getContext('2d'), scroll: 0 }
  let due = false
  const draw = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; drawTimeline(t); figure.dataset.timeline = 'drawn' }) } }
  const measure = () => {
    const wanted = TOP + t.rows.names.length * ROW_HEIGHT[t.by] + 20
    t.width = Math.max(200, frame.clientWidth); t.height = Math.min(520, wanted); t.left = Math.min(130, Math.round(t.width * 0.3))
    full.style.height = wanted + 'px'; frame.style.height = t.height + 'px'
    const ratio = devicePixelRatio || 1
    canvas.width = Math.round(t.width * ratio); canvas.height = Math.round(t.height * ratio)
    canvas.style.width = t.width + 'px'; canvas.style.height = t.height + 'px'
    t.context.setTransform(ratio, 0, 0, ratio, 0, 0)
    t.colours = resolveColours(panel)
    t.patterns = { fail: hatch(t.context, t.colours.fail), info: hatch(t.context, t.colours.info, true), shade: shade(t.context, t.colours['shade-line']) }
    draw()
  }
  const show = (from, to) => {
    const length = Math.min(data.end, Math.max(50, to - from)), start = Math.max(0, Math.min(data.end - length, from))
    t.view = { from: start, to: start + length }; draw()
  }
  const zoom = (factor, at = t.selected >= 0 ? ops.call[t.selected] : (t.view.from + t.view.to) / 2) => show(at - (at - t.view.from) * factor, at + (t.view.to - at) * factor)
  const move = (share) => show(t.view.from + share * (t.view.to - t.view.from), t.view.to + share * (t.view.to - t.view.from))
  const select = (i, follow) => {
    if (i < 0 || i === t.selected) return
    t.selected = i
    panel.textContent = operationText(ops.describe(i), data.file).join('\n')
    if (follow) {
      const length = t.view.to - t.view.from
      if (ops.call[i] < t.view.from || ops.call[i] > t.view.to) show(ops.call[i] - length / 2, ops.call[i] + length / 2)
      const y = TOP + t.rows.of[i] * ROW_HEIGHT[t.by]
      if (y < frame.scrollTop + TOP || y > frame.scrollTop + t.height - 60) frame.scrollTop = y - t.height / 2
    }
    draw()
  }
  const nearest = (row, time, slack) => {
    let best = -1, least = slack
    for (let i = 0; i < ops.size; i++) {
      if (t.rows.of[i] !== row) continue
      const far = time < ops.call[i] ? ops.call[i] - time : time > ops.till[i] ? time - ops.till[i] : (ops.till[i] - ops.call[i]) * 1e-9
      if (far < least || (far === least && ops.witness.includes(i))) { best = i; least = far }
    }
    return best
  }
  const step = (by) => {
    if (t.selected < 0) return select(ops.witness.length > 0 ? ops.witness[0] : 0, true)
    for (let i = t.selected + by; i >= 0 && i < ops.size; i += by) if (t.rows.of[i] === t.rows.of[t.selected]) return select(i, true)
  }
  const rowStep = (by) => {
    if (t.selected < 0) return step(1)
    const row = t.rows.of[t.selected] + by
    if (row >= 0 && row < t.rows.names.length) select(nearest(row, ops.call[t.selected], Infinity), true)
  }
  const toWitness = () => {
    if (ops.witness.length === 0) { panel.textContent = 'No operation of this history is part of a witness.'; return }
    const next = ops.witness[(ops.witness.indexOf(t.selected) + 1) % ops.witness.length]
    const [from, to] = [Math.min(...ops.witness.map((i) => ops.call[i])), Math.max(...ops.witness.map((i) => ops.till[i]))]
    const room = Math.max(500, to - from) * 0.3
    show(from - room, to + room); select(next, true)
  }
  const views = {
    in: () => zoom(0.5), out: () => zoom(2), whole: () => show(0, data.end), witness: toWitness,
    cut: () => { const held = data.spans.filter(([phase]) => phase === 'transition' || phase === 'steady'); if (held.length > 0) show(held[0][1] - 5e5, held[held.length - 1][2] + 5e5) },
  }
  for (const button of all('[data-view]', figure)) button.addEventListener('click', () => views[button.dataset.view]())
  for (const button of all('[data-rows]', figure)) button.addEventListener('click', () => {
    t.by = button.dataset.rows; t.rows = rowsOf(ops, t.by); frame.scrollTop = 0
    for (const other of all('[data-rows]', figure)) other.setAttribute('aria-pressed', String(other === button))
    measure()
  })
  canvas.addEventListener('keydown', (event) => {
    const keys = {
      ArrowLeft: () => event.shiftKey ? move(-0.1) : step(-1), ArrowRight: () => event.shiftKey ? move(0.1) : step(1),
      ArrowUp: () => rowStep(-1), ArrowDown: () => rowStep(1), '+': views.in, '=': views.in, '-': views.out, 0: views.whole, w: toWitness, W: toWitness,
      Escape: () => { t.selected = -1; panel.textContent = 'No operation is selected.'; draw() },
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return
    event.preventDefault(); keys[event.key]()
  })
  let held = null
  const pick = (event, slack) => {
    const box = canvas.getBoundingClientRect(), perPixel = (t.view.to - t.view.from) / (t.width - t.left)
    const row = Math.floor((event.clientY - box.top + t.scroll - TOP) / ROW_HEIGHT[t.by])
    select(nearest(row, t.view.from + (event.clientX - box.left - t.left) * perPixel, slack * perPixel), false)
  }
  /* A finger never points without touching, and is wider than a mark. */
  canvas.addEventListener('pointerdown', (event) => { held = { x: event.clientX, view: t.view }; canvas.setPointerCapture(event.pointerId); pick(event, 12) })
  for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => { held = null })
  canvas.addEventListener('pointermove', (event) => {
    if (held === null) return pick(event, 6)
    const by = (held.x - event.clientX) * (t.view.to - t.view.from) / (t.width - t.left)
    show(held.view.from + by, held.view.to + by)
  })
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const box = canvas.getBoundingClientRect()
    zoom(event.deltaY > 0 ? 1.25 : 0.8, t.view.from + (event.clientX - box.left - t.left) * (t.view.to - t.view.from) / (t.width - t.left))
  }, { passive: false })
  frame.addEventListener('scroll', () => { t.scroll = frame.scrollTop; draw() })
  new ResizeObserver(measure).observe(frame)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', measure)
  document.addEventListener('themechange', measure)
}

const startTimelines = (root) => {
  for (const figure of all('[data-timeline]', root)) {
    if (figure.dataset.timeline !== 'true') continue
    figure.dataset.timeline = 'begun'
    startTimeline(figure).catch((error) => {
      figure.querySelector('[data-panel]').textContent = 'This browser could not unpack the operations (' + error.message + ').'
    })
  }
}
for (const run of all('details.run')) {
  run.addEventListener('toggle', () => { if (run.open) startTimelines(run) })
  if (run.open) requestAnimationFrame(() => startTimelines(run))
}
`

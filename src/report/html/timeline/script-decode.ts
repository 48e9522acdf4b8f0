/** Turns the columns of {@link TimelineData} back into operations. Plain text: it runs in the reader's browser. */
export const DECODE_SCRIPT = String.raw`
async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text())
}

function decodeTimeline(data) {
  const words = (column) => column === '' ? [] : column.split(' ')
  const numbers = (column) => words(column).map((word) => parseInt(word, 36))
  const summed = (column) => { let sum = 0; return numbers(column).map((step) => (sum += step)) }
  const parts = data.templates.map((template) => template.split('\u0001'))
  const text = (word) => {
    if (word === '') return ''
    const [template, holes] = word.split(':')
    const fillings = holes === undefined ? [] : holes.split(',')
    return parts[parseInt(template, 36)].map((part, i) => part + (fillings[i] || '')).join('')
  }
  const call = Float64Array.from(summed(data.call))
  const took = words(data.took).map((word) => word === '-' ? null : parseInt(word, 36))
  const kind = numbers(data.kind), index = summed(data.index), process = numbers(data.process)
  const [key, value, result, remark] = ['key', 'value', 'result', 'remark'].map((name) => data[name].split(' '))
  const types = kind.map((each) => ['ok', 'fail', 'info'].indexOf(data.kinds[each][5]))
  return {
    size: call.length, call, process, index,
    till: Float64Array.from(call, (from, i) => took[i] === null ? data.end : from + took[i]),
    type: Uint8Array.from(types),
    witness: data.witness.map((position) => index.indexOf(position)).filter((i) => i >= 0),
    rowName: (i, by) => data.kinds[kind[i]][0] + ' ' + (by === 'kind' ? data.kinds[kind[i]][3] : 'process ' + process[i]),
    describe(i) {
      const [home, node, side, f, phase, type] = data.kinds[kind[i]]
      return {
        home, node, side, f, phase, type, index: index[i], process: process[i], call: call[i], took: took[i],
        key: text(key[i]), value: text(value[i]), result: text(result[i] === '=' ? value[i] : result[i]), remark: text(remark[i]),
      }
    },
  }
}

function operationText(o, file) {
  const seconds = (micros) => (micros / 1e6).toFixed(6) + ' s'
  const asked = o.f + (o.key ? ' ' + o.key : '') + (o.value ? ' = ' + o.value : '')
  return [
    o.type + ': ' + asked + (o.result ? ' → ' + o.result : ''),
    'client at ' + o.home + ' (' + o.side + ')' + (o.node === o.home ? '' : ', sent to ' + o.node) + ', process ' + o.process,
    'called ' + seconds(o.call) + ' in ' + o.phase + ', ' + (o.took === null ? 'never ended' : (o.type === 'info' ? 'given up after ' : 'ended after ') + (o.took / 1000).toFixed(3) + ' ms'),
    ...(o.remark ? [o.remark] : []),
    'operation ' + o.index + ' of ' + file,
  ]
}

function rowsOf(ops, by) {
  const order = (a, b) => a.localeCompare(b, 'en', { numeric: true })
  const names = [...new Set(Array.from({ length: ops.size }, (_, i) => ops.rowName(i, by)))].sort(order)
  const place = new Map(names.map((name, row) => [name, row]))
  return { names, of: Int32Array.from({ length: ops.size }, (_, i) => place.get(ops.rowName(i, by))) }
}
`

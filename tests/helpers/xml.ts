/** An element of a well-formed XML text. */
export interface Xml {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: readonly Xml[]
  /** Its own characters, without those of elements inside. */
  readonly text: string
}

const NAME = '[A-Za-z_][\\w.-]*'
const TOKEN = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>|([^<]+)`, 'y')

/** A strict reader of the XML that we write: throws on whatever is not well-formed, on references it does not know, and on characters that XML 1.0 forbids. */
export function parseXml(document: string): Xml {
  const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(document)
  if (forbidden !== null) throw new Error(`XML forbids character ${forbidden[0].codePointAt(0)?.toString(16)} at ${forbidden.index}`)
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!document.startsWith(declaration)) throw new Error('no XML declaration')
  const root = { name: '', attributes: {}, children: [] as Xml[], text: '' }
  const open = [root]
  TOKEN.lastIndex = declaration.length
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(document)
    if (token === null) throw new Error(`not well-formed at ${at}: ${document.slice(at, at + 60)}`)
    const [, close, name, attributes, empty, text] = token
    const inner = open.at(-1)!
    if (text !== undefined) inner.text += unescape(text)
    else if (close !== '') {
      if (inner.name !== name) throw new Error(`</${name}> closes <${inner.name}>`)
      open.pop()
    } else {
      const element = { name: name!, attributes: attributesOf(attributes!), children: [], text: '' }
      inner.children.push(element)
      if (empty === '') open.push(element)
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') throw new Error('not exactly one root element')
  return root.children[0]!
}

function attributesOf(text: string): { [name: string]: string } {
  const pairs = [...text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))].map(([, name, value]) => [name!, unescape(value!.replace(/[\t\n\r]/g, ' '))] as const)
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`an attribute twice: ${text}`)
  return Object.fromEntries(pairs)
}

function unescape(text: string): string {
  const known: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&([^;]*;?)/g, (whole, reference: string) => {
    const name = reference.replace(/;$/, '')
    const character = name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : known[name]
    if (character === undefined || !reference.endsWith(';')) throw new Error(`a bare & or an unknown reference: ${whole}`)
    return character
  })
}

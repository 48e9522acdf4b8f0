import { inflateRawSync } from 'node:zlib'

const PACKED = /(<script type="text\/plain" data-operations[^>]*>)([^<]*)/g

/** A page with its timelines unpacked: zlib may choose other bytes for the same text on another machine. */
export function unpackTimelines(html: string): string {
  return html.replace(PACKED, (_, open: string, packed: string) => open + inflateRawSync(Buffer.from(packed, 'base64')).toString())
}

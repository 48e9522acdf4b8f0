import { inflateRawSync } from 'node:zlib'
import type { TimelineData } from '../../src/report/html/timeline/timeline-data.ts'

const PACKED = /(<script type="text\/plain" data-operations[^>]*>)([^<]*)/g

/** A page with its timelines unpacked: zlib may choose other bytes for the same text on another machine. */
export function unpackTimelines(html: string): string {
  return html.replace(PACKED, (_, open: string, packed: string) => open + inflateRawSync(Buffer.from(packed, 'base64')).toString())
}

/** The timelines of a page, in order. */
export function timelinesOf(html: string): TimelineData[] {
  return [...unpackTimelines(html).matchAll(PACKED)].map(([, , text]) => JSON.parse(text!) as TimelineData)
}

import { deflateRawSync } from 'node:zlib'

/**
 * Text as deflated bytes in base64, a third of its length for what a timeline holds. The page's script unpacks it.
 * Other versions of zlib may choose other bytes for the same text, so compare what is unpacked.
 */
export function packText(text: string): string {
  return deflateRawSync(text, { level: 9 }).toString('base64')
}

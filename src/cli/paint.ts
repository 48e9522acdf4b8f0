import { styleText } from 'node:util'
import type { Tone } from '../report/text.ts'

const STYLES: { readonly [tone in Tone]: Parameters<typeof styleText>[0] } = {
  CP: 'blue',
  AP: 'green',
  neither: 'red',
  inconclusive: 'yellow',
  strong: 'bold',
  faint: 'dim',
}

/** Colours for the result on standard output, by the rules of NO_COLOR, FORCE_COLOR and the stream. Words say it all without. */
export function paint(tone: Tone, text: string): string {
  return styleText(STYLES[tone], text, { stream: process.stdout })
}

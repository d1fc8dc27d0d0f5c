// How long a text is, as each network counts it. No imports: the composer counts with the same code as the server.

export interface TextLimit {
  /** The most of `unit` that the network takes; null where it sets no limit. */
  most: number | null
  /** `graphemes`: what a reader calls a letter, an emoji is one. `characters`: Unicode code points. */
  unit: 'graphemes' | 'characters'
  /** A second limit on the UTF-8 bytes, where the network has one. */
  mostBytes: number | null
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function textLength(text: string, unit: TextLimit['unit']): number {
  let length = 0
  for (const _ of unit === 'graphemes' ? graphemes.segment(text) : text) length++
  return length
}

/** Bytes of the text in UTF-8. */
export function textBytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0)!
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}

/** By how much a text is over a network's limit, in the limit's own unit (or bytes, where only they are over); 0 when it fits. */
export function textExcess(text: string, limit: TextLimit): number {
  const over = limit.most === null ? 0 : textLength(text, limit.unit) - limit.most
  const bytesOver = limit.mostBytes === null ? 0 : textBytes(text) - limit.mostBytes
  return Math.max(0, over > 0 ? over : bytesOver)
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfLines, frameOf, readSegment, SEGMENT_BEGINS } from './frames.ts'

const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => JSON.stringify({ text }))
const groups = fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), { maxLength: 8 })
/** A frame of what came in two pieces, where it is more than a line. */
const frame = (lines: string[]) => frameOf([lines.slice(0, 1), lines.slice(1)].filter((some) => some.length > 0).map(bytesOfLines))
const segmentOf = (written: string[][]) => Buffer.concat([SEGMENT_BEGINS, ...written.map(frame)])

test('many lines are the same bytes, whether or not one of them has a character of more than a byte', () => {
  for (const odd of ['', 'é', '鸟', '🐦', '\ud800']) {
    const lines = Array.from({ length: 100 }, (_, n) => `{"n":${n}${n === 60 ? `,"text":"${odd}"` : ''}}`)
    expect(Buffer.from(bytesOfLines(lines)).equals(Buffer.from(`${lines.join('\n')}\n`))).toBe(true)
  }
})

test('what was written is read again, line by line', () => {
  fc.assert(
    fc.property(groups, (written) => {
      const bytes = segmentOf(written)
      expect(readSegment(bytes)).toEqual({ lines: written.flat(), wholeBytes: bytes.length, torn: false })
    }),
  )
})

test('cut anywhere, a segment gives every whole group before the cut and nothing of the torn one', () => {
  fc.assert(
    fc.property(groups, fc.nat(), (written, somewhere) => {
      const bytes = segmentOf(written)
      const cut = somewhere % (bytes.length + 1)
      let end = SEGMENT_BEGINS.length
      const whole = written.filter((group) => (end += frame(group).length) <= cut)
      const read = readSegment(bytes.subarray(0, cut))
      expect(read.lines).toEqual(whole.flat())
      expect(read.wholeBytes).toBe(cut < SEGMENT_BEGINS.length ? 0 : segmentOf(whole).length)
      expect(read.torn).toBe(read.wholeBytes < cut)
    }),
  )
})

test('one byte changed anywhere: the groups before it stand, and no line is made up', () => {
  fc.assert(
    fc.property(groups, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, somewhere, change) => {
      const bytes = segmentOf(written)
      const at = somewhere % bytes.length
      bytes[at] = bytes[at]! ^ change
      let end = SEGMENT_BEGINS.length
      const before = at < end ? [] : written.filter((group) => (end += frame(group).length) <= at)
      const read = readSegment(bytes)
      expect(read.lines).toEqual(before.flat())
      expect(read.torn).toBe(true)
    }),
  )
})

test('bytes that nobody wrote give no lines', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
      expect(readSegment(Buffer.from(junk)).lines).toEqual([])
    }),
  )
  fc.assert(
    fc.property(groups, fc.uint8Array({ minLength: 1, maxLength: 200 }), (written, junk) => {
      expect(readSegment(Buffer.concat([segmentOf(written), junk])).lines).toEqual(written.flat())
    }),
  )
})

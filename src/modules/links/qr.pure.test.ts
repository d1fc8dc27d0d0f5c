import sharp from 'sharp'
import { expect, test } from 'vitest'
import decodeQR from 'qr/decode.js'
import { qrPng, qrSvg } from './qr.ts'

const LINK = 'https://toko.example/l/abc7'
/** Longer than a link, and with letters that need two bytes. */
const LONG = `https://toko.example/s/sambal-bu-tini?teks=${'é'.repeat(60)}`

const logo = (): Promise<Buffer> => sharp({ create: { width: 64, height: 64, channels: 3, background: '#1f7a4d' } }).png().toBuffer()

/** What a camera reads off a picture. */
async function read(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture, { density: 72 }).resize(800, 800, { kernel: 'nearest' }).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return decodeQR({ width: info.width, height: info.height, data: new Uint8Array(data) })
}

test.each([LINK, LONG])('%s is read off the picture and off the drawing, with a logo and without', async (text) => {
  for (const sign of [null, await logo()]) {
    expect(await read(await qrPng(text, sign))).toBe(text)
    expect(await read(Buffer.from(qrSvg(text, sign)))).toBe(text)
  }
})

test('a camera finds it: a white margin of four squares on all sides', async () => {
  const { data, info } = await sharp(await qrPng(LINK)).greyscale().raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([1024, 1024])
  const [, whole] = /viewBox="0 0 (\d+) /.exec(qrSvg(LINK))!
  const margin = Math.floor((1024 * 4) / Number(whole))
  const first = (line: (at: number) => number) => Array.from({ length: 1024 }, (_, at) => line(at)).findIndex((grey) => grey < 128)
  const row = margin + 5
  expect(first((x) => data[row * 1024 + x]!)).toBeCloseTo(margin, -0.5)
  expect(first((x) => data[row * 1024 + 1023 - x]!)).toBeCloseTo(margin, -0.5)
  expect(first((y) => data[y * 1024 + row]!)).toBeCloseTo(margin, -0.5)
})

test('a logo of the shop stands in it in its own colours', async () => {
  const { data, info } = await sharp(await qrPng(LINK, await logo())).raw().toBuffer({ resolveWithObject: true })
  const middle = (512 * info.width + 512) * info.channels
  expect([...data.subarray(middle, middle + 3)]).toEqual([0x1f, 0x7a, 0x4d])
})

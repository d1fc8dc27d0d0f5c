import { MOST_BYTES } from './limits.ts'
import { FileRefused } from './refused.ts'
import type { Source } from './source.ts'

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const ZIP_END = Buffer.from([0x50, 0x4b, 0x05, 0x06])
/** The container of old Office files; a workbook with a password is put into one as well. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const inOle = (name: string) => Buffer.from(name, 'utf16le')
// The end record is at most 22 bytes and a comment of 65,535.
const TAIL = 65_557

/** What a file is by its first and last bytes; refuses what can't be read, and says what it is instead. */
export async function kindOf(source: Source): Promise<'zip' | 'text'> {
  const { size } = source
  if (size === 0) throw new FileRefused('shop.import-empty')
  if (size > MOST_BYTES) throw new FileRefused('shop.import-too-large', { most: '30 MB' })
  const head = await source.at(0, 8)
  if (head.equals(OLE)) throw new FileRefused(await kindOfOle(source))
  if (!head.subarray(0, 4).equals(ZIP)) return 'text'
  // The first bit of a part's flags says that it is encrypted.
  if (head.length === 8 && (head.readUInt16LE(6) & 1) === 1) throw new FileRefused('shop.import-encrypted')
  const tail = await source.at(Math.max(0, size - TAIL), Math.min(size, TAIL))
  if (tail.lastIndexOf(ZIP_END) < 0) throw new FileRefused('shop.import-cut-off')
  return 'zip'
}

async function kindOfOle(source: Source): Promise<'shop.import-encrypted' | 'shop.import-old-xls' | 'shop.import-not-a-table'> {
  // The directory may stand anywhere: look for its names in overlapping pieces.
  const step = 1024 * 1024
  let old = false
  for (let at = 0; at < source.size; at += step) {
    const piece = await source.at(at, Math.min(step + 64, source.size - at))
    if (piece.includes(inOle('EncryptedPackage'))) return 'shop.import-encrypted'
    old ||= piece.includes(inOle('Workbook')) || piece.includes(inOle('Book'))
  }
  return old ? 'shop.import-old-xls' : 'shop.import-not-a-table'
}

import { MOST_BYTES } from './limits.ts'
import { FileRefused } from './refused.ts'
import type { Source } from './source.ts'

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const ZIP_END = Buffer.from([0x50, 0x4b, 0x05, 0x06])
const ZIP_ENTRY = 0x02014b50
/** The container of old Office files; a workbook with a password is put into one as well. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const inOle = (name: string) => Buffer.from(name, 'utf16le')
// The end record is at most 22 bytes and a comment of 65,535.
const TAIL = 65_557
/** Of a zip file's list of what is in it: ten thousand parts, and a workbook has a few dozen. */
const MOST_LIST = 1024 * 1024

const archives: readonly [kind: string, begins: Buffer][] = [
  ['.rar', Buffer.from('Rar!', 'latin1')],
  ['.7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf])],
  ['.gz', Buffer.from([0x1f, 0x8b])],
  ['.bz2', Buffer.from('BZh', 'latin1')],
  ['.xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a])],
]
/** Excel's before 1993, which is no container yet: the record that each begins with. */
const oldestXls = [0x0009, 0x0209, 0x0409]

/** What a file is by its first and last bytes; refuses what can't be read, and says what it is instead. */
export async function kindOf(source: Source): Promise<'zip' | 'text'> {
  const { size } = source
  if (size === 0) throw new FileRefused('shop.import-empty')
  if (size > MOST_BYTES) throw new FileRefused('shop.import-too-large', { most: '30 MB' })
  const head = await source.at(0, 8)
  if (head.equals(OLE)) throw new FileRefused(await kindOfOle(source))
  const archive = archives.find(([, begins]) => head.subarray(0, begins.length).equals(begins))
  if (archive) throw new FileRefused('shop.import-other-archive', { kind: archive[0] })
  if (head.length === 8 && oldestXls.includes(head.readUInt16LE(0)) && head.readUInt16LE(2) <= 8) throw new FileRefused('shop.import-old-xls')
  if (!head.subarray(0, 4).equals(ZIP)) return 'text'
  if (head.length === 8 && isLocked(head.readUInt16LE(6))) throw new FileRefused('shop.import-encrypted')
  const tailFrom = Math.max(0, size - TAIL)
  const tail = await source.at(tailFrom, Math.min(size, TAIL))
  const end = tail.lastIndexOf(ZIP_END)
  if (end < 0) throw new FileRefused('shop.import-cut-off')
  if (await hasLockedPart(source, tail.subarray(end))) throw new FileRefused('shop.import-encrypted')
  return 'zip'
}

/** The first bit of a part's flags says that it is encrypted. */
const isLocked = (flags: number): boolean => (flags & 1) === 1

/** Folders stand before what is in them, and are never locked: so each part is asked, by the list at the end. */
async function hasLockedPart(source: Source, end: Buffer): Promise<boolean> {
  if (end.length < 22) return false
  const list = await source.at(end.readUInt32LE(16), Math.min(end.readUInt32LE(12), MOST_LIST))
  for (let at = 0; at + 46 <= list.length && list.readUInt32LE(at) === ZIP_ENTRY; ) {
    if (isLocked(list.readUInt16LE(at + 8))) return true
    at += 46 + list.readUInt16LE(at + 28) + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)
  }
  return false
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

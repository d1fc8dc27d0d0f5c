import { createReadStream, type ReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { PastRefused } from '../refused.ts'

/** A file in a zip file. */
export interface ZipEntry {
  name: string
  /** Its bytes as they are packed, and the program that unpacks them. */
  open(): Promise<{ packed: ReadStream; unpack: ReturnType<typeof createInflateRaw> | null }>
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
/** The record at the end is 22 bytes and a comment of 65,535 at most. */
const TAIL = 65_557
const MOST_ENTRIES = 5_000
const STORED = 0
const DEFLATED = 8

/**
 * What stands in a zip file, by the directory at its end: exports that are packed while they are sent (Plausible's) say
 * nowhere else how long a file is.
 */
export async function zipEntries(file: FileHandle, path: string, size: number): Promise<ZipEntry[]> {
  const tail = await bytesAt(file, Math.max(0, size - TAIL), Math.min(size, TAIL))
  const end = lastRecord(tail, END)
  if (end < 0 || end + 22 > tail.length) throw new PastRefused('analytics.import-cut-off')
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const from = tail.readUInt32LE(end + 16)
  // Larger ones say so elsewhere; so large a file is refused before.
  if (count > MOST_ENTRIES || from + length > size) throw new PastRefused('analytics.import-broken')

  const directory = await bytesAt(file, from, length)
  const entries: ZipEntry[] = []
  for (let at = 0, nth = 0; nth < count; nth++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) throw new PastRefused('analytics.import-broken')
    const flags = directory.readUInt16LE(at + 8)
    const method = directory.readUInt16LE(at + 10)
    const packed = directory.readUInt32LE(at + 20)
    const nameLength = directory.readUInt16LE(at + 28)
    const local = directory.readUInt32LE(at + 42)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/')
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    if (packed > 0) entries.push({ name, open: () => openEntry(file, path, { encrypted: (flags & 1) === 1, method, packed, local }) })
  }
  return entries
}

async function openEntry(file: FileHandle, path: string, { encrypted, method, packed, local }: { encrypted: boolean; method: number; packed: number; local: number }) {
  if (encrypted) throw new PastRefused('analytics.import-encrypted')
  if (method !== STORED && method !== DEFLATED) throw new PastRefused('analytics.import-broken')
  const head = await bytesAt(file, local, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw new PastRefused('analytics.import-broken')
  const start = local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  return { packed: createReadStream(path, { start, end: start + packed - 1 }), unpack: method === DEFLATED ? createInflateRaw() : null }
}

function lastRecord(bytes: Buffer, signature: number): number {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(signature)
  return bytes.lastIndexOf(mark)
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

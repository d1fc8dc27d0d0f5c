import { mkdir, rmdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import { claim } from '../engines/claim.ts'
import { newId } from '../ids/index.ts'
import { syncFolder } from '../storage/index.ts'
import { bytesOfLines, frameOf } from './frames.ts'
import { adoptLeftOvers, type LeftJournal } from './left-overs.ts'
import type { HitsLog } from './log.ts'
import { JournalRefused, refusalFor } from './refused.ts'
import { makeSegment, SEALED, segmentName, type Durable, type OpenSegment } from './segment-file.ts'
import { sealedQueue, type SealedQueue } from './sealed-queue.ts'

export interface JournalSettings {
  /** Holds a folder a process; made when missing. */
  folder: string
  clock: Clock
  log: HitsLog
  /** A segment is sealed when this has passed since the one before it was, and a tenth of it since it began, */
  sealAfterMs?: number
  /** or so large: it is one block in the store, and bounds what the loader holds in memory. */
  sealAtBytes?: number
  /** Room that is left on the disk for the engines. */
  spareBytes?: number
}

export interface Journal {
  /** A UUID, new with every opening; (journal, block) names a block for ever. */
  readonly id: string
  /**
   * Takes a line (an object is written as JSON) and resolves when it is on the disk. Rejects with `JournalRefused`
   * where it can't be; the line was not kept then.
   */
  append(line: object | string): Promise<void>
  /** The same for lines that arrive together: all of them are kept, or none. Those that nobody waits for may be durable `soon`. */
  appendAll(lines: readonly string[], durable?: Durable): Promise<void>
  /** The same for lines that are bytes already (`bytesOfLines`). */
  appendBytes(lines: Uint8Array, durable?: Durable): Promise<void>
  /** Seals what is open now, without waiting for its time. */
  seal(): Promise<void>
  /** Where blocks go that the store will never take. */
  readonly setAsideFolder: string
  /** What waits for the loader, of this journal and of those that dead processes left. */
  readonly sealed: SealedQueue
  /** Takes over the journals of processes that have died since. */
  adopt(): Promise<void>
  /** Lines that waited are written; what is not loaded stays on the disk for the next start. Stop the loader first. */
  close(): Promise<void>
}

/** Lines that wait for the disk; more are refused. */
export const MOST_WAITING_BYTES = 64 * 1024 * 1024
const LOOK_AT_DISK_MS = 1000
const GATHER_MS = 1
const FRAME_ROOM = 256 * 1024
/** How long lines that are durable `soon` wait for the disk, where no others take them along. */
const SOON_MS = 200
const LOOK_AT_WAITING_MS = 50

/** Opens a journal of this process in `folder`, and takes over those that no living process has. */
export async function openJournal(settings: JournalSettings): Promise<Journal> {
  const { folder: root, clock, log, sealAfterMs = 1000, sealAtBytes = 32 * 1024 * 1024, spareBytes = 128 * 1024 * 1024 } = settings
  await mkdir(root, { recursive: true, mode: 0o700 })
  const id = newId(clock.now().getTime())
  const folder = join(root, id)
  // Claimed before it is there: whoever looks for left-overs must not find ours without an owner.
  const own = claim(`${folder}.owner`, `The journal ${id}`)
  await mkdir(folder, { mode: 0o700 })
  await syncFolder(root)

  const sealed = sealedQueue()
  const adopted: LeftJournal[] = []
  const disk = diskOf(root, spareBytes)
  // One frame is written at a time.
  const frameRoom = Buffer.allocUnsafeSlow(FRAME_ROOM)
  let blocks = 0
  let current: OpenSegment | undefined
  let spare: Promise<OpenSegment | undefined> | undefined
  let bornAt = 0
  let rotatedAt = -Infinity
  let timer: NodeJS.Timeout | undefined
  let group: Group | undefined
  let waitingBytes = 0
  let committedAt = 0
  const sealAsked: (() => void)[] = []
  let pumping = false
  let closed = false
  const sealing = new Set<Promise<void>>()

  const wake = () => {
    if (!pumping) void pump()
  }

  const pump = async () => {
    pumping = true
    do {
      if (group) await gather(group)
      const taken = group
      group = undefined
      if (taken) await commit(taken)
      if (current && hasWaited(current)) await catchUp(current)
      if (current && (sealAsked.length > 0 || current.size >= sealAtBytes || isOld())) rotate()
      for (const answer of sealAsked.splice(0)) answer()
    } while (group || sealAsked.length > 0)
    pumping = false
  }

  /** A sync costs the same for one line and for a hundred: on a quick disk, while each turn brings more, the next waits a little. */
  const gather = async ({ pieces }: Group) => {
    const until = committedAt + GATHER_MS
    for (let seen = 0; seen < pieces.length && performance.now() < until; ) {
      seen = pieces.length
      await new Promise(setImmediate)
    }
  }

  const commit = async (taken: Group) => {
    committedAt = performance.now()
    waitingBytes -= taken.bytes
    try {
      await disk.mustHaveRoom()
      current ??= await begin()
      await current.append(frameOf(taken.pieces, frameRoom), taken.durable)
      taken.resolve()
    } catch (error) {
      const refusal = refusalFor(error)
      if (disk.mayTell()) log.error({ why: refusal.why, error: String(refusal.cause ?? refusal) }, 'hits are refused: the journal cannot be written')
      // A file whose sync failed is not trusted with another line.
      rotate()
      taken.reject(refusal)
    }
  }

  const hasWaited = ({ waitsSince }: OpenSegment) => waitsSince !== undefined && performance.now() - waitsSince >= SOON_MS

  /** Its lines were taken: where the disk fails them they are still loaded, as long as the machine runs. */
  const catchUp = async (segment: OpenSegment) => {
    try {
      await segment.sync()
    } catch (error) {
      if (disk.mayTell()) log.error({ error: String(error) }, 'hits that were taken may not outlast a power cut: the journal cannot be written')
      rotate()
    }
  }

  const begin = async () => {
    const segment = (await spare) ?? (await makeSegment(folder, blocks++))
    // Made ahead, so that nobody waits for a new name to be durable. One that fails is made again when it is needed.
    spare = makeSegment(folder, blocks++).catch(() => undefined)
    bornAt = performance.now()
    timer = setInterval(wake, Math.min(quick, LOOK_AT_WAITING_MS))
    return segment
  }

  // The first hit after a rest is seen at once; in a stream of them there is a block in each `sealAfterMs`. While
  // blocks wait because the store is down, fewer and larger ones are made.
  const quick = sealAfterMs / 10
  const isOld = () => {
    const now = performance.now()
    return sealed.waiting() > 1 ? now - bornAt >= 30 * sealAfterMs : now - rotatedAt >= sealAfterMs && now - bornAt >= quick - 5
  }

  const rotate = () => {
    clearInterval(timer)
    rotatedAt = performance.now()
    const ended = current
    current = undefined
    if (!ended) return
    const sealingOne: Promise<void> = sealOne(ended)
      // Its lines are durable under its open name: the next start finds them.
      .catch((error: unknown) => log.error({ error: String(error) }, 'a segment could not be sealed; it is loaded after the next start'))
      .finally(() => sealing.delete(sealingOne))
    sealing.add(sealingOne)
  }

  const sealOne = async (segment: OpenSegment) => {
    if (segment.size === 0) return segment.discard()
    await segment.seal()
    sealed.add({ journalId: id, block: segment.block, file: join(folder, segmentName(segment.block, SEALED)), fresh: true })
  }

  const seal = async () => {
    await new Promise<void>((answer) => {
      sealAsked.push(answer)
      wake()
    })
    await Promise.all(sealing)
  }

  const appendBytes = (lines: Uint8Array, durable: Durable = 'at-once'): Promise<void> => {
    if (closed) return Promise.reject(new JournalRefused('closed'))
    if (waitingBytes > MOST_WAITING_BYTES) return Promise.reject(new JournalRefused('busy'))
    group ??= newGroup()
    if (durable === 'at-once') group.durable = durable
    group.pieces.push(lines)
    group.bytes += lines.length
    waitingBytes += lines.length
    wake()
    return group.done
  }

  const appendAll = async (lines: readonly string[], durable?: Durable): Promise<void> => {
    if (lines.length > 0) await appendBytes(bytesOfLines(lines), durable)
  }

  const adopt = async () => {
    for (const left of await adoptLeftOvers(root, log)) {
      adopted.push(left)
      for (const segment of left.segments) sealed.add(segment)
    }
  }
  await adopt()

  return {
    id,
    setAsideFolder: join(root, 'set-aside'),
    sealed,
    adopt,
    append: (line) => appendAll([typeof line === 'string' ? line : JSON.stringify(line)]),
    appendAll,
    appendBytes,
    seal,
    close: async () => {
      closed = true
      await seal()
      await (await spare)?.discard()
      sealed.close()
      for (const left of adopted) await left.release()
      // Goes only if nothing is left in it.
      await rmdir(folder).catch(() => {})
      own.release()
    },
  }
}

/** Lines that share one write and one promise, and one sync where any of them waits for it. */
interface Group {
  /** Each the bytes of whole lines. */
  pieces: Uint8Array[]
  bytes: number
  durable: Durable
  done: Promise<void>
  resolve(): void
  reject(reason: JournalRefused): void
}

function newGroup(): Group {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { pieces: [], bytes: 0, durable: 'soon', done: promise, resolve, reject }
}

/** Looks at the disk's room once a second at most, and says once in a while that there is none. */
function diskOf(folder: string, spareBytes: number) {
  let lookedAt = -Infinity
  let room = true
  let toldAt = -Infinity
  return {
    mustHaveRoom: async () => {
      const now = performance.now()
      if (now - lookedAt >= LOOK_AT_DISK_MS) {
        lookedAt = now
        const { blocks, bavail, bsize } = await statfs(folder)
        // No blocks at all: a file system that tells no figures.
        room = blocks === 0 || bavail * bsize >= spareBytes
      }
      if (!room) throw new JournalRefused('full')
    },
    mayTell: () => {
      const now = performance.now()
      if (now - toldAt < 10_000) return false
      toldAt = now
      return true
    },
  }
}

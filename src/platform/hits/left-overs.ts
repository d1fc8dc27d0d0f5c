import { readdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AlreadyClaimed, claim } from '../engines/claim.ts'
import { isId } from '../ids/index.ts'
import type { HitsLog } from './log.ts'
import type { SealedSegment } from './sealed-queue.ts'
import { readSegmentName, SEALED, sealLeftOver, segmentName } from './segment-file.ts'

/** The journal of a process that is no more, and ours to load. */
export interface LeftJournal {
  segments: SealedSegment[]
  /** Gives it back; its folder goes if nothing is left in it. */
  release(): Promise<void>
}

/** Claims the journals under `root` that no living process has; those with nothing in them are removed. */
export async function adoptLeftOvers(root: string, log: HitsLog): Promise<LeftJournal[]> {
  const left: LeftJournal[] = []
  for (const id of (await readdir(root)).filter(isId).sort()) {
    const one = await adoptOne(root, id)
    if (!one) continue
    if (one.segments.length > 0) {
      log.info({ journal: id, blocks: one.segments.length }, 'found hits of an earlier start that are not in the store yet')
      left.push(one)
      continue
    }
    await one.release()
  }
  return left
}

async function adoptOne(root: string, id: string): Promise<LeftJournal | undefined> {
  const folder = join(root, id)
  let held
  try {
    held = claim(`${folder}.owner`, `The journal ${id}`)
  } catch (error) {
    if (error instanceof AlreadyClaimed) return undefined
    throw error
  }
  const release = async () => {
    await rmdir(folder).catch(() => {})
    held.release()
  }
  try {
    const segments: SealedSegment[] = []
    for (const name of (await readdir(folder)).sort()) {
      const read = readSegmentName(name)
      if (!read || !(read.sealed || (await sealLeftOver(folder, read.block)))) continue
      segments.push({ journalId: id, block: read.block, file: join(folder, segmentName(read.block, SEALED)), fresh: false })
    }
    return { segments, release }
  } catch (error) {
    held.release()
    // Another process has just cleared it away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

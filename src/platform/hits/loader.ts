import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { syncFolder } from '../storage/index.ts'
import { askColumnTypes, insertFresh, insertInHalves, insertWhatIsMissing, isAboutRows, readBlock, type FreshWays, type Store } from './block.ts'
import type { ColumnTypes } from './columns.ts'
import { frameOf, SEGMENT_BEGINS } from './frames.ts'
import type { Journal } from './journal.ts'
import { openRoom } from './room.ts'
import type { SealedSegment } from './sealed-queue.ts'

export interface LoaderSettings extends Store {
  journal: Journal
  /** After each block that is in the store. */
  onLoaded?(loaded: LoadedBlock): void
}

/** Whose rows a block held, and how many. */
export interface LoadedBlock {
  workspaceIds: readonly string[]
  rows: number
}

export interface LoaderState {
  /** Blocks that wait, the one at work included. */
  waiting: number
  /** Why the last attempt failed, while it does. */
  failing: string | null
}

export interface Loader {
  state(): LoaderState
  /** Seals the journal and loads what waits for up to `drainMs`; the rest stays on the disk. */
  stop(drainMs?: number): Promise<void>
}

const LONGEST_PAUSE_MS = 5000
const LOOK_FOR_LEFT_OVERS_MS = 20_000
const ATTEMPTS_AT_A_BAD_BLOCK = 3

/** Loads every sealed segment of the journal as one block, in the background, again and again until it is in. */
export function startLoader(settings: LoaderSettings): Loader {
  const { journal, log } = settings
  const giveUp = new AbortController()
  let failing: string | null = null
  let working = 0
  let known: Promise<ColumnTypes> | undefined
  /** Asked once, and again after anything went wrong: it may be that the table is another one now. */
  const ways: FreshWays = { readInto: openRoom(), columnTypes: () => (known ??= askColumnTypes(settings)) }

  const run = async () => {
    while (!giveUp.signal.aborted) {
      const segment = await journal.sealed.next()
      if (!segment) return
      working = 1
      await loadUntilDone(segment)
      working = 0
    }
  }

  const loadUntilDone = async (segment: SealedSegment): Promise<void> => {
    let how: HowToLoad = segment.fresh ? 'as-new' : 'what-is-missing'
    for (let attempt = 1; !giveUp.signal.aborted; attempt++) {
      try {
        await loadBlock(settings, segment, how, ways)
        if (failing) log.info({}, 'the stream of hits takes blocks again')
        failing = null
        return
      } catch (error) {
        known = undefined
        if (attempt >= ATTEMPTS_AT_A_BAD_BLOCK && isAboutRows(error)) how = 'in-halves'
        else if (how === 'as-new') how = 'what-is-missing'
        if (!failing) log.warn({ error: String(error), block: segment.block }, 'hits wait in the journal: the store does not take them')
        failing = String(error)
        await wait(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt), undefined, { signal: giveUp.signal }).catch(() => {})
      }
    }
  }

  const running = run()
  const lookAround = setInterval(() => void journal.adopt().catch(() => {}), LOOK_FOR_LEFT_OVERS_MS)

  return {
    state: () => ({ waiting: journal.sealed.waiting() + working, failing }),
    stop: async (drainMs = 5000) => {
      clearInterval(lookAround)
      await journal.seal()
      // From here on an empty queue ends the run.
      journal.sealed.close()
      const late = setTimeout(() => giveUp.abort(), drainMs)
      await running
      clearTimeout(late)
    },
  }
}

/** `what-is-missing` after anything but a clean start: the rows are counted. `in-halves`: some of them are refused. */
type HowToLoad = 'as-new' | 'what-is-missing' | 'in-halves'

/** Puts one block into the store, then takes its segment away. */
async function loadBlock(settings: LoaderSettings, segment: SealedSegment, how: HowToLoad, ways: FreshWays): Promise<void> {
  const { rows, workspaceIds } = how === 'as-new' ? await insertFresh(settings, segment, ways) : await insertWithCare(settings, segment, how)
  await unlink(segment.file)
  if (rows > 0) settings.onLoaded?.({ workspaceIds: [...workspaceIds], rows })
}

async function insertWithCare(settings: LoaderSettings, segment: SealedSegment, how: Exclude<HowToLoad, 'as-new'>): Promise<{ rows: number; workspaceIds: Set<string> }> {
  const block = await readBlock(segment, settings)
  const { workspaceIds, size } = block
  if (how === 'what-is-missing') {
    await insertWhatIsMissing(settings, block)
    return { rows: size, workspaceIds }
  }
  const { refused, error } = await insertInHalves(settings, block)
  if (refused.size > 0) await setAside(settings, segment, [...refused.values()], error)
  return { rows: size - refused.size, workspaceIds }
}

/**
 * Rows that can never go in must not hold up the others; they are kept for a person to look at, as a segment. Durable
 * before the block's own segment goes, and written the same again if a kill falls between the two.
 */
async function setAside({ journal, log }: LoaderSettings, { journalId, block }: SealedSegment, rows: readonly string[], error: unknown): Promise<void> {
  await mkdir(journal.setAsideFolder, { recursive: true })
  const kept = join(journal.setAsideFolder, `${journalId}-${block}.hits`)
  const file = await open(`${kept}.part`, 'w', 0o600)
  try {
    await file.writeFile(Buffer.concat([SEGMENT_BEGINS, frameOf([Buffer.from(`${rows.join('\n')}\n`, 'latin1')])]))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${kept}.part`, kept)
  await syncFolder(journal.setAsideFolder)
  log.error({ kept, rows: rows.length, error: String(error) }, 'the store refuses rows of a block; they were set aside, the others went in')
}

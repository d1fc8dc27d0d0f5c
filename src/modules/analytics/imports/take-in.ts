import type { LeftOut, VisitExport } from '#contract/visit-imports.ts'
import { addDays } from '#platform/clock'
import { openPast, type PastFile, type PastText } from './file/open-past.ts'
import type { Format, LineError, PastDays, PastHit, Reading, Sink } from './format.ts'
import { headOf } from './head.ts'
import { formatOf, otherExportOf } from './registry.ts'
import { PastRefused, type OtherExport } from './refused.ts'
import { coverage, takenLookUp, type Taken } from './taken.ts'

/** What is to be taken in. */
export interface PastOrders extends Reading {
  path: string
  name: string
  /** Spans that are told of already. */
  taken: readonly Taken[]
  /** The same for what is told by days: each day, in one respect (`page 2026-01-31`) or in all (`* 2026-01-31`). */
  takenDays: ReadonlyMap<string, LeftOut>
  /** By day, of which tools there are exports: another one's would tell of the same visits once more. */
  toolsOfDay: ReadonlyMap<string, readonly VisitExport[]>
  /** The shop's day today; it is not over. */
  today: string
}

/** Where it goes. Each is called with what has gathered since, one call at a time. */
export interface PastStore {
  putHits(hits: readonly PastHit[]): Promise<void>
  putDays(days: readonly PastDays[], tool: VisitExport): Promise<void>
}

export interface PastError {
  line: number
  code: LineError
  /** The text in a zip file that it stands in. */
  text?: string
}

/** How far it is: each line or row is counted, left out for a reason, or unreadable. */
export interface PastCounts {
  format: VisitExport | null
  bytes: number
  read: number
  lines: number
  counted: number
  leftOut: Partial<Record<LeftOut, number>>
  failed: number
  errors: PastError[]
}

export interface PastOutcome extends PastCounts {
  format: VisitExport
  /** Rows that the store was given. */
  hits: number
  rowsOfDays: number
  /** Of what times its hits tell, and of which days it tells without hits; null where it has none. */
  spans: [from: number, to: number][]
  days: [first: string, last: string] | null
}

/** Thrown out of `pause` by who wants it to stop. */
export class Stopped extends Error {}

const HITS_AT_ONCE = 25_000
const DAYS_AT_ONCE = 20_000
const MOST_ERRORS = 200

/**
 * Takes a file of the past in, whatever it turns out to be; `look` is called now and again with how far it is, and may
 * throw `Stopped`. Throws `PastRefused` where it is no such file. What it holds in memory does not grow with the file.
 */
export async function takeIn(orders: PastOrders, store: PastStore, look: (counts: PastCounts) => Promise<void> | void): Promise<PastOutcome> {
  const file = await openPast(orders.path, orders.name)
  const taking = openTaking(orders, store, file, look)
  try {
    for (const text of file.texts) await taking.take(text, file.texts.length > 1)
    return await taking.end()
  } finally {
    // However it ends, nothing is on its way into the store after it.
    await taking.settled()
    await file.close()
  }
}

function openTaking(orders: PastOrders, store: PastStore, file: PastFile, look: (counts: PastCounts) => Promise<void> | void) {
  const counts: PastCounts = { format: null, bytes: file.size, read: 0, lines: 0, counted: 0, leftOut: {}, failed: 0, errors: [] }
  const takenAt = takenLookUp(orders.taken)
  const covers = coverage()
  let format: Format | null = null
  let other: OtherExport | undefined
  let text: string | undefined
  let hits: PastHit[] = []
  let days: PastDays[] = []
  let putting = Promise.resolve()
  const given = { hits: 0, days: 0 }
  let [firstDay, lastDay] = ['9999', '']

  const leaveOut = (because: LeftOut) => {
    counts.lines++
    counts.leftOut[because] = (counts.leftOut[because] ?? 0) + 1
  }

  /** One block is on its way while the next one gathers. */
  const put = async () => {
    await putting
    const [ofHits, ofDays] = [hits, days]
    hits = []
    days = []
    putting = (async () => {
      given.hits += ofHits.length
      given.days += ofDays.length
      if (ofHits.length > 0) await store.putHits(ofHits)
      if (ofDays.length > 0) await store.putDays(ofDays, format!.name)
    })()
    // Thrown to whoever waits for it next.
    putting.catch(() => {})
  }

  const sink: Sink = {
    taken: (at) => {
      const because = takenAt(at)
      if (because === undefined) covers.note(at)
      return because
    },
    hit: (hit) => {
      counts.lines++
      counts.counted++
      hits.push(hit)
    },
    days: (told) => {
      const fresh = told.filter((one) => !whyNotDays(one, orders, format!.name))
      if (fresh.length === 0) return leaveOut(whyNotDays(told[0]!, orders, format!.name)!)
      counts.lines++
      counts.counted++
      days.push(...fresh)
      for (const one of fresh) {
        if (one.day < firstDay) firstDay = one.day
        if (one.lastDay > lastDay) lastDay = one.lastDay
      }
    },
    leaveOut,
    unreadable: (line, code) => {
      counts.lines++
      counts.failed++
      if (counts.errors.length < MOST_ERRORS) counts.errors.push({ line, code, ...(text !== undefined && { text }) })
    },
    pause: async () => {
      if (hits.length >= HITS_AT_ONCE || days.length >= DAYS_AT_ONCE) await put()
      counts.read = file.read()
      await look(counts)
    },
  }

  return {
    take: async (one: PastText, several: boolean) => {
      const raw = one.chunks()
      const { head, chunks } = await headOf(raw)
      const found = formatOf(head)
      if (!found) other ??= otherExportOf(head)
      // Beside what an export is about lie other things in its zip file.
      if (!found || (format && !isOfOneTool(found.name, format.name))) return void (await raw.return(undefined))
      format ??= found
      counts.format = format.name
      text = several ? one.name : undefined
      await found.read(chunks, orders, sink)
    },
    settled: () => putting.catch(() => {}),
    end: async (): Promise<PastOutcome> => {
      if (!format) throw new PastRefused(other ?? 'analytics.import-unknown-file')
      await put()
      await putting
      counts.read = counts.bytes
      return { ...counts, format: format.name, hits: given.hits, rowsOfDays: given.days, spans: covers.spans(), days: lastDay === '' ? null : [firstDay, lastDay] }
    },
  }
}

const LOGS: readonly VisitExport[] = ['combined', 'common', 'json-log']
const isOfOneTool = (one: VisitExport, other: VisitExport): boolean => one === other || (LOGS.includes(one) && LOGS.includes(other))

/** Where a row is about several days together, none of them may be told of already. */
function whyNotDays({ day, lastDay, dimension }: PastDays, { takenDays, toolsOfDay, today }: PastOrders, tool: VisitExport): LeftOut | undefined {
  if (lastDay >= today) return 'not-over'
  for (let one = day; one <= lastDay; one = addDays(one, 1)) {
    const because = takenDays.get(`* ${one}`) ?? takenDays.get(`${dimension} ${one}`)
    if (because) return because
    if (toolsOfDay.get(one)?.some((other) => other !== tool)) return 'imported-before'
  }
  return undefined
}

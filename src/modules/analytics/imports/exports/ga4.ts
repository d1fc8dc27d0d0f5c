import { addDays } from '#platform/clock'
import { folded } from '#platform/sheets'
import { withMark } from '../file/columns.ts'
import type { PastDimension } from '#contract/visit-imports.ts'
import type { Format, PastDays } from '../format.ts'
import { countIn, dayIn } from './figures.ts'
import { deviceNamed } from './words.ts'

// What GA4 calls the columns of its reports and explorations, in English, and in Indonesian and Malay as far as we know them.
const DAY = ['date', 'tanggal', 'tarikh', 'day']
const NTH_DAY = ['nth day', 'hari ke n', 'hari ke']
const DIMENSIONS: Record<string, PastDimension> = {
  'page path and screen class': 'page',
  'page path': 'page',
  'page path query string': 'page',
  'page path query string and screen class': 'page',
  'page location': 'page',
  'jalur halaman dan class layar': 'page',
  'laluan halaman dan kelas skrin': 'page',
  'landing page': 'entry',
  'landing page query string': 'entry',
  'halaman landing': 'entry',
  'session source': 'source',
  'session source medium': 'source',
  'first user source': 'source',
  'first user source medium': 'source',
  'source medium': 'source',
  'sumber sesi': 'source',
  'session medium': 'utm-medium',
  'session campaign': 'utm-campaign',
  'session default channel group': 'channel',
  'session primary channel group default channel group': 'channel',
  'first user default channel group': 'channel',
  'first user primary channel group default channel group': 'channel',
  'default channel group': 'channel',
  'grup saluran default sesi': 'channel',
  'grup saluran utama sesi grup saluran default': 'channel',
  'grup saluran utama sesi': 'channel',
  country: 'country',
  negara: 'country',
  'device category': 'device',
  'kategori perangkat': 'device',
  'kategori peranti': 'device',
  browser: 'browser',
  'operating system': 'system',
  'sistem operasi': 'system',
  'sistem pengendalian': 'system',
  'event name': 'goal',
  'nama peristiwa': 'goal',
  'nama acara': 'goal',
}
/** The first that is there counts. */
const METRICS = {
  visitors: ['total users', 'users', 'active users', 'total pengguna', 'pengguna aktif', 'jumlah pengguna'],
  visits: ['sessions', 'sesi'],
  views: ['views', 'screen page views', 'pageviews', 'penayangan', 'tontonan'],
  engaged: ['engaged sessions', 'sesi dengan engagement', 'sesi yang berinteraksi', 'sesi yang melibatkan'],
} as const
/** Of whatever happened, looks at pages among it: only a list of events is told by it. */
const EVENTS: readonly string[] = ['event count', 'jumlah peristiwa', 'bilangan acara']
const ALL_METRICS: ReadonlySet<string> = new Set([...Object.values(METRICS).flat(), ...EVENTS])

/** A table of a file: what its header says, and the days that the comments above it name. */
interface Table {
  day: number
  nthDay: number
  dimension: { at: number; name: PastDimension } | null
  /** Columns that tell rows apart and that we have no name for. */
  other: number
  metrics: Record<keyof typeof METRICS, number>
}

/**
 * A CSV file from GA4: comments that begin with `#` and name the days, a header, rows, at times one that sums them up
 * (`Grand total`); at times several such tables. Rows are by day where there is a column of days (or of the days' numbers,
 * from 0); else they are of all those days together.
 */
export const ga4: Format = {
  name: 'ga4',
  knows: ({ lines }) => {
    const header = lines.find((line) => !line.startsWith('#'))
    const comments = lines.filter((line) => line.startsWith('#'))
    const table = header === undefined ? null : tableOf(header.split(/[,;\t]/).map((name) => name.replace(/^"|"$/g, '')))
    return table !== null && (daysNamed(comments) !== null || table.day >= 0)
  },
  read: async (chunks, _reading, into) => {
    let comments: string[] = []
    let span: [string, string] | null = null
    let table: Table | null = null
    let headerNext = true
    const seen = new Set<string>()
    for await (const { rows, tooLong } of withMark(chunks)) {
      for (const line of tooLong) into.unreadable(line, 'analytics.line-too-long')
      for (const { line, cells } of rows) {
        if (cells[0]!.startsWith('#')) {
          if (!headerNext) comments = []
          headerNext = true
          comments.push(cells.join(','))
        } else if (headerNext || tableOf(cells)) {
          span = daysNamed(comments) ?? span
          const read = tableOf(cells)
          // The same table again is of some of the visitors only, whom somebody compared with all.
          const key = JSON.stringify([read, span])
          table = seen.has(key) ? null : read
          seen.add(key)
          headerNext = false
        } else if (!table || table.other > 0) into.leaveOut('other-matter')
        else takeRow(cells, line, table, span, into)
      }
      await into.pause()
    }
  },
}

function takeRow(cells: readonly string[], line: number, table: Table, span: [string, string] | null, into: Parameters<Format['read']>[2]): void {
  const cell = (at: number) => (at < 0 ? '' : (cells[at] ?? '').trim())
  const isSum = cells.some((text) => /^(?:grand total|total keseluruhan|jumlah keseluruhan|totals?)$/i.test(text.trim()))
  const hasDays = table.day >= 0 || table.nthDay >= 0
  if (isSum && hasDays) return into.leaveOut('sum')
  const days = isSum || !hasDays ? span : dayOfRow(cell(table.day), cell(table.nthDay), span)
  if (!days) return into.unreadable(line, 'analytics.row-day')
  const figures = Object.fromEntries(Object.entries(table.metrics).map(([name, at]) => [name, countIn(cell(at))])) as Record<keyof typeof METRICS, number | null>
  if (Object.values(figures).some(Number.isNaN)) return into.unreadable(line, 'analytics.row-figures')
  const { visitors, visits, views, engaged } = figures
  const value = table.dimension && !isSum ? valueOf(table.dimension.name, cell(table.dimension.at)) : ''
  const told: PastDays = {
    day: days[0],
    lastDay: days[1],
    dimension: isSum ? 'total' : (table.dimension?.name ?? 'total'),
    value,
    visitors,
    visits,
    views: isSum && table.dimension?.name === 'goal' ? null : views,
    // GA4 has no bounces in its reports; it calls a session that was not engaged one.
    bounces: visits !== null && engaged !== null ? Math.max(0, visits - engaged) : null,
  }
  into.days([told])
}

function dayOfRow(day: string, nth: string, span: [string, string] | null): [string, string] | null {
  const named = dayIn(day)
  if (named) return [named, named]
  if (!/^\d{1,4}$/.test(nth) || !span) return null
  const counted = addDays(span[0], Number(nth))
  return counted > span[1] ? null : [counted, counted]
}

const valueOf = (dimension: PastDimension, text: string): string => {
  if (text === '(not set)') return ''
  return dimension === 'device' ? deviceNamed(text) || text : text
}

/** What a header says; null where no column of it tells a figure that we know. */
function tableOf(header: readonly string[]): Table | null {
  const names = header.map(folded)
  const first = (known: readonly string[]) => known.map((one) => names.indexOf(one)).find((at) => at >= 0) ?? -1
  const firstFigure = Math.min(...names.flatMap((name, at) => (ALL_METRICS.has(name) ? [at] : [])))
  const day = names.findIndex((name) => DAY.includes(name))
  const nthDay = names.findIndex((name) => NTH_DAY.includes(name))
  const telling = names.flatMap((_, at) => (at < firstFigure && at !== day && at !== nthDay ? [at] : []))
  const known = telling.filter((at) => DIMENSIONS[names[at]!] !== undefined)
  const dimension = known.length > 0 ? { at: known[0]!, name: DIMENSIONS[names[known[0]!]!]! } : null
  const metrics = { visitors: first(METRICS.visitors), visits: first(METRICS.visits), views: first(dimension?.name === 'goal' ? EVENTS : METRICS.views), engaged: first(METRICS.engaged) }
  if (metrics.visitors < 0 && metrics.visits < 0 && metrics.views < 0) return null
  return {
    day,
    nthDay,
    dimension,
    other: telling.length - Math.min(1, known.length),
    metrics,
  }
}

/** `# Start date: 20260101` and `# End date: 20260131` in whatever language, or `# 20260101-20260131`. */
function daysNamed(comments: readonly string[]): [string, string] | null {
  const named = comments.flatMap((comment) => /(?<!\d)(\d{8})(?:\s*[-–]\s*(\d{8}))?\s*$/.exec(comment.trim().replace(/,+$/, ''))?.slice(1) ?? []).flatMap((text) => (text ? (dayIn(text) ?? []) : []))
  const [from, to] = named
  return from && to && from <= to ? [from, to] : null
}

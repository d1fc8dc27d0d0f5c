import { groupSource } from '../../channels/rules.ts'
import { columnsIn, withMark } from '../file/columns.ts'
import type { PastDimension } from '#contract/visit-imports.ts'
import type { Format, Head, PastDays } from '../format.ts'
import { countIn, dayIn } from './figures.ts'
import { countryNamed, deviceNamed } from './words.ts'

/** In what respects a row tells of its day. */
type Respects = (told: (column: string) => string) => [dimension: 'total' | PastDimension, value: string][]

interface Table {
  /** Columns that only this file of the export has together. */
  has: readonly string[]
  respects: Respects
  /** What it calls a visit. */
  visits: string
}

/**
 * The files of Plausible's export, `imported_….csv` in one zip file: days in the site's own zone, one row for each value. They are
 * known by their columns, in the order from the most to the least telling (plausible/analytics, lib/plausible/exports.ex).
 */
const tables: readonly Table[] = [
  {
    has: ['source', 'utm_source', 'utm_campaign'],
    visits: 'visits',
    respects: (told) => {
      const [source, referrer] = [told('source'), told('referrer')]
      const utm = { utmSource: told('utm_source'), utmMedium: told('utm_medium'), utmCampaign: told('utm_campaign') }
      const { channel } = groupSource({ channelSaid: '', referrer: referrer === '' ? '' : `https://${referrer.replace(/^https?:\/\//, '')}`, ...utm, utmSource: utm.utmSource || source, clickId: '', browser: '' })
      return [
        ['channel', channel],
        ['source', source],
        ...some('referrer', referrer),
        ...some('utm-source', utm.utmSource),
        ...some('utm-medium', utm.utmMedium),
        ...some('utm-campaign', utm.utmCampaign),
      ]
    },
  },
  { has: ['hostname', 'page'], visits: 'visits', respects: (told) => [['page', `${told('hostname')}${told('page')}`]] },
  { has: ['entry_page', 'entrances'], visits: 'entrances', respects: (told) => [['entry', told('entry_page')]] },
  { has: ['exit_page', 'exits'], visits: 'exits', respects: (told) => [['exit', told('exit_page')]] },
  { has: ['country', 'region', 'city'], visits: 'visits', respects: (told) => [['country', countryNamed(told('country'))]] },
  { has: ['device'], visits: 'visits', respects: (told) => [['device', deviceNamed(told('device'))]] },
  { has: ['browser', 'browser_version'], visits: 'visits', respects: (told) => [['browser', told('browser')]] },
  { has: ['operating_system', 'operating_system_version'], visits: 'visits', respects: (told) => [['system', told('operating_system')]] },
  { has: ['name', 'link_url', 'events'], visits: 'none', respects: (told) => [['goal', told('name')]] },
  { has: ['visitors', 'pageviews', 'bounces', 'visits', 'visit_duration'], visits: 'visits', respects: () => [['total', '']] },
]

const some = (dimension: PastDimension, value: string): [PastDimension, string][] => (value === '' ? [] : [[dimension, value]])

const COLUMNS = ['date', 'visitors', 'pageviews', 'events', 'bounces', ...tables.flatMap(({ has }) => has), 'referrer', 'utm_medium', 'visits'] as const
const everyColumn = { needed: ['date', 'visitors'], aliases: Object.fromEntries(COLUMNS.map((name) => [name, [name]])) } as const

const tableOf = (header: readonly string[]): { table: Table; columns: ReadonlyMap<string, number> } | null => {
  const columns = columnsIn<string>(header, everyColumn)
  const table = columns && tables.find(({ has }) => has.every((name) => columns.has(name)))
  return table ? { table, columns } : null
}

export const plausible: Format = {
  name: 'plausible',
  knows: (head: Head) => tableOf((head.lines[0] ?? '').split(',').map((name) => name.replace(/^"|"$/g, ''))) !== null,
  read: async (chunks, _reading, into) => {
    let found: ReturnType<typeof tableOf> = null
    for await (const { rows, tooLong } of withMark(chunks)) {
      for (const line of tooLong) into.unreadable(line, 'analytics.line-too-long')
      for (const { line, cells } of rows) {
        if (!found) {
          found = tableOf(cells)
          continue
        }
        const { table, columns } = found
        const told = (column: string) => cells[columns.get(column) ?? -1] ?? ''
        const day = dayIn(told('date'))
        if (day === null) {
          into.unreadable(line, 'analytics.row-day')
          continue
        }
        const figures = {
          visitors: countIn(told('visitors')),
          visits: countIn(told(table.visits)),
          views: countIn(told(columns.has('pageviews') ? 'pageviews' : 'events')),
          bounces: countIn(told('bounces')),
        }
        if (Object.values(figures).some(Number.isNaN)) into.unreadable(line, 'analytics.row-figures')
        else into.days(table.respects(told).map(([dimension, value]): PastDays => ({ day, lastDay: day, dimension, value, ...figures })))
      }
      await into.pause()
    }
  },
}

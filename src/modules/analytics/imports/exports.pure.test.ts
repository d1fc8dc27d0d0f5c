import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { csvRows } from './file/csv-rows.ts'
import { accounted, pastFile, takeInText, takeInto } from './for-tests.ts'

const csv = (...rows: (string | number)[][]): string => `${rows.map((row) => row.map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(',')).join('\n')}\n`

describe('GoatCounter', () => {
  const second = ['2Path', 'Title', 'Event', 'UserAgent', 'Browser', 'System', 'Session', 'Bot', 'Referrer', 'Referrer scheme', 'Screen size', 'Location', 'FirstVisit', 'Date']
  const row = (more: Partial<Record<string, string>> = {}): string[] => {
    const all: Record<string, string> = { '2Path': '/menu', Title: 'Menu, "lengkap"', Event: 'false', UserAgent: '', Browser: 'Chrome 120', System: 'Android 13', Session: 's1', Bot: '0', Referrer: 'www.instagram.com/p/1', 'Referrer scheme': 'h', 'Screen size': '390,844,3', Location: 'ID-JK', FirstVisit: 'true', Date: '2026-05-17T03:05:03Z', ...more }
    return second.map((name) => all[name]!)
  }

  it('is a hit a row, its visitors its sessions', async () => {
    const taken = await takeInText(
      csv(second, row(), row({ '2Path': 'beli', Event: 'true' }), row({ Session: 's2', Referrer: 'Google', 'Referrer scheme': 'g' }), row({ Session: '' }), row({ Bot: '3' }), row({ Date: 'kemarin' })),
    )
    expect(taken).toMatchObject({ format: 'goatcounter', lines: 6, counted: 4, leftOut: { bot: 1 }, failed: 1, errors: [{ line: 7, code: 'analytics.line-time' }] })
    const [view, goal, other, nobody] = taken.stored
    expect(view).toMatchObject({ kind: 'view', host: 'toko.example', path: '/menu', at: Date.parse('2026-05-17T03:05:03Z'), referrer: 'https://www.instagram.com/p/1', country: 'ID', browser: 'chrome', system: 'Android', device: 'phone', width: 390 })
    expect(goal).toMatchObject({ kind: 'goal', name: 'beli', path: '', visitor: view!.visitor })
    expect(other).toMatchObject({ referrer: '', utmSource: 'Google' })
    expect(other!.visitor).not.toBe(view!.visitor)
    expect(nobody!.visitor).toBe(0)
  })

  it('is known in its first version too', async () => {
    const { format, stored } = await takeInText(csv(['1Path', 'Title', 'Event', 'Bot', 'Session', 'FirstVisit', 'Referrer', 'Referrer scheme', 'Browser', 'Screen size', 'Location', 'Date'], ['/menu', '', 'false', '0', 's1', 'true', '', '', 'Firefox 100', '1920,1080,1', 'MY', '2021-05-17T03:05:03Z']))
    expect(format).toBe('goatcounter')
    expect(stored[0]).toMatchObject({ path: '/menu', country: 'MY', browser: 'firefox' })
  })
})

describe('Umami', () => {
  const header = ['website_id', 'session_id', 'visit_id', 'event_id', 'hostname', 'browser', 'os', 'device', 'screen', 'language', 'country', 'url_path', 'url_query', 'referrer_path', 'referrer_query', 'referrer_domain', 'page_title', 'event_type', 'event_name', 'created_at']
  const row = (more: Record<string, string> = {}): string[] => {
    const all: Record<string, string> = { session_id: 's1', hostname: 'toko.example', browser: 'crios', os: 'iOS', device: 'mobile', screen: '390x844', language: 'id-ID', country: 'ID', url_path: '/menu', url_query: 'utm_source=ig', referrer_path: '/x', referrer_domain: 't.co', event_type: '1', created_at: '2026-05-17 03:05:03', ...more }
    return header.map((name) => all[name] ?? '')
  }
  const events = csv(header, row(), row({ event_type: '2', event_name: 'beli' }), row({ hostname: 'lain.example' }), row({ event_type: '5' }), row({ created_at: '' }), row({ url_path: '' }))

  it('is a hit a row of its events, alone or in its zip file', async () => {
    const zip = zipSync({ 'session.csv': Buffer.from(csv(['session_id', 'browser'], ['s1', 'crios'])), 'website_event.csv': Buffer.from(events), 'event_data.csv': Buffer.from('website_id,data_key\n1,2\n') })
    for (const [taken, text] of [
      [await takeInText(events), undefined],
      [await takeInto(await pastFile(zip)), 'website_event.csv'],
    ] as const) {
      expect(taken).toMatchObject({ format: 'umami', lines: 6, counted: 2, leftOut: { 'other-site': 1, 'other-matter': 1 }, failed: 2 })
      expect(taken.errors[0]).toEqual({ line: 6, code: 'analytics.line-time', ...(text && { text }) })
      expect(taken.stored[0]).toMatchObject({ kind: 'view', path: '/menu', at: Date.parse('2026-05-17T03:05:03Z'), utmSource: 'ig', referrer: 'https://t.co/x', language: 'id', country: 'ID', device: 'phone', browser: 'chrome', system: 'iOS', width: 390 })
      expect(taken.stored[1]).toMatchObject({ kind: 'goal', name: 'beli', visitor: taken.stored[0]!.visitor })
    }
  })
})

describe('Plausible', () => {
  const files = {
    'imported_visitors_20260501_20260502.csv': csv(['date', 'visitors', 'pageviews', 'bounces', 'visits', 'visit_duration'], ['2026-05-01', 10, 30, 4, 12, 900], ['2026-05-02', 5, 6, 1, 5, 60]),
    'imported_sources_20260501_20260502.csv': csv(['date', 'source', 'referrer', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'pageviews', 'visitors', 'visits', 'visit_duration', 'bounces'], ['2026-05-01', 'Instagram', 'instagram.com', '', '', '', '', '', 20, 7, 8, 600, 2], ['2026-05-01', '', '', '', '', '', '', '', 10, 3, 4, 300, 2]),
    'imported_pages_20260501_20260502.csv': csv(['date', 'hostname', 'page', 'visits', 'visitors', 'pageviews', 'total_scroll_depth', 'total_scroll_depth_visits'], ['2026-05-01', 'toko.example', '/menu', 9, 8, 20, '', '']),
    'imported_entry_pages_20260501_20260502.csv': csv(['date', 'entry_page', 'visitors', 'entrances', 'visit_duration', 'bounces', 'pageviews'], ['2026-05-01', '/', 6, 7, 500, 3, 9]),
    'imported_exit_pages_20260501_20260502.csv': csv(['date', 'exit_page', 'visitors', 'visit_duration', 'exits', 'bounces', 'pageviews'], ['2026-05-01', '/menu', 6, 500, 7, 3, 9]),
    'imported_locations_20260501_20260502.csv': csv(['date', 'country', 'region', 'city', 'visitors', 'visits', 'visit_duration', 'bounces', 'pageviews'], ['2026-05-01', 'ID', 'ID-JK', 1642911, 9, 10, 800, 4, 28]),
    'imported_devices_20260501_20260502.csv': csv(['date', 'device', 'visitors', 'visits', 'visit_duration', 'bounces', 'pageviews'], ['2026-05-01', 'Mobile', 9, 10, 800, 4, 28]),
    'imported_browsers_20260501_20260502.csv': csv(['date', 'browser', 'browser_version', 'visitors', 'visits', 'visit_duration', 'bounces', 'pageviews'], ['2026-05-01', 'Chrome', '120', 9, 10, 800, 4, 28]),
    'imported_operating_systems_20260501_20260502.csv': csv(['date', 'operating_system', 'operating_system_version', 'visitors', 'visits', 'visit_duration', 'bounces', 'pageviews'], ['2026-05-01', 'Android', '13', 9, 10, 800, 4, 28]),
    'imported_custom_events_20260501_20260502.csv': csv(['date', 'name', 'link_url', 'path', 'visitors', 'events'], ['2026-05-01', 'beli', '', '', 2, 3]),
  }

  it('tells of days in each of its files', async () => {
    const taken = await takeInto(await pastFile(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])), { level: 0 })))
    expect(taken).toMatchObject({ format: 'plausible', lines: 12, counted: 12, failed: 0, leftOut: {}, hits: 0, days: ['2026-05-01', '2026-05-02'] })
    const of = (dimension: string) => taken.told.filter((one) => one.dimension === dimension).map(({ day, value, visitors, visits, views, bounces }) => [day, value, visitors, visits, views, bounces])
    expect(of('total')).toEqual([['2026-05-01', '', 10, 12, 30, 4], ['2026-05-02', '', 5, 5, 6, 1]])
    expect(of('channel')).toEqual([['2026-05-01', 'instagram', 7, 8, 20, 2], ['2026-05-01', 'direct', 3, 4, 10, 2]])
    expect(of('source')).toEqual([['2026-05-01', 'Instagram', 7, 8, 20, 2], ['2026-05-01', '', 3, 4, 10, 2]])
    expect(of('page')).toEqual([['2026-05-01', 'toko.example/menu', 8, 9, 20, null]])
    expect(of('entry')).toEqual([['2026-05-01', '/', 6, 7, 9, 3]])
    expect(of('exit')).toEqual([['2026-05-01', '/menu', 6, 7, 9, 3]])
    expect(of('country')).toEqual([['2026-05-01', 'ID', 9, 10, 28, 4]])
    expect(of('device')).toEqual([['2026-05-01', 'phone', 9, 10, 28, 4]])
    expect(of('browser')[0]![1]).toBe('Chrome')
    expect(of('system')[0]![1]).toBe('Android')
    expect(of('goal')).toEqual([['2026-05-01', 'beli', 2, null, 3, null]])
  })

  it('tells by row what can’t be read, and lets the rest in', async () => {
    const { counted, failed, errors } = await takeInText(csv(['date', 'visitors', 'pageviews', 'bounces', 'visits', 'visit_duration'], ['2026-05-01', 10, 30, 4, 12, 900], ['01/05/2026', 1, 1, 1, 1, 1], ['2026-05-03', 'banyak', 1, 1, 1, 1]))
    expect({ counted, failed, errors }).toEqual({ counted: 1, failed: 2, errors: [{ line: 3, code: 'analytics.row-day' }, { line: 4, code: 'analytics.row-figures' }] })
  })

  it('is not told again, in the same respect, nor on a day that Kicau counted', async () => {
    const { counted, leftOut } = await takeInText(files['imported_visitors_20260501_20260502.csv'], { takenDays: new Map([['* 2026-05-01', 'counted-here'], ['page 2026-05-02', 'imported-before']]) })
    expect({ counted, leftOut }).toEqual({ counted: 1, leftOut: { 'counted-here': 1 } })
    expect((await takeInText(files['imported_visitors_20260501_20260502.csv'], { toolsOfDay: new Map([['2026-05-02', ['ga4']]]), today: '2026-05-02' })).leftOut).toEqual({ 'not-over': 1 })
  })
})

describe('GA4', () => {
  const comments = (title: string) => ['# ----------------------------------------', `# ${title}`, '# Account: Sambal, Bu Tini', '# Property: toko.example - GA4', '# ----------------------------------------', '# ', '# All Users', '# Start date: 20260501', '# End date: 20260503'].join('\n')

  it('tells of all its days together, with what sums them up', async () => {
    const taken = await takeInText(
      `${comments('Traffic acquisition: Session default channel group')}\n\nSession default channel group,Sessions,Engaged sessions,Engagement rate,Total users\nGrand total,1000,600,0.6,800\nOrganic Search,600,400,0.6667,"1,500"\nDirect,400,200,0.5,300\n`,
    )
    expect(taken).toMatchObject({ format: 'ga4', lines: 3, counted: 3, failed: 0, days: ['2026-05-01', '2026-05-03'] })
    expect(taken.told).toEqual([
      { day: '2026-05-01', lastDay: '2026-05-03', dimension: 'total', value: '', visitors: 800, visits: 1000, views: null, bounces: 400 },
      { day: '2026-05-01', lastDay: '2026-05-03', dimension: 'channel', value: 'Organic Search', visitors: 1500, visits: 600, views: null, bounces: 200 },
      { day: '2026-05-01', lastDay: '2026-05-03', dimension: 'channel', value: 'Direct', visitors: 300, visits: 400, views: null, bounces: 200 },
    ])
  })

  it('tells by day where it counts the days from the first', async () => {
    const taken = await takeInText(`${comments('Reports snapshot')}\nNth day,Active users\n0000,12\n0001,7\n0009,1\n\n${comments('Reports snapshot')}\nNth day,New users\n0000,3\n`)
    expect(taken).toMatchObject({ lines: 4, counted: 2, failed: 1, errors: [{ code: 'analytics.row-day' }], leftOut: { 'other-matter': 1 } })
    expect(taken.told.map(({ day, lastDay, dimension, visitors }) => [day, lastDay, dimension, visitors])).toEqual([['2026-05-01', '2026-05-01', 'total', 12], ['2026-05-02', '2026-05-02', 'total', 7]])
  })

  it('tells by day and value where it has a column of days; what sums up is left out', async () => {
    const { told, leftOut } = await takeInText(`# Free form\n# 20260501-20260503\n\nDate,Page path and screen class,Views,Active users,Total revenue\n,,30,20,0,Grand total\n20260501,/menu,20,15,0\n20260502,/,10,5,0\n`)
    expect(leftOut).toEqual({ sum: 1 })
    expect(told.map(({ day, dimension, value, views, visitors }) => [day, dimension, value, views, visitors])).toEqual([['2026-05-01', 'page', '/menu', 20, 15], ['2026-05-02', 'page', '/', 10, 5]])
  })

  it('is known in Indonesian, and as a spreadsheet saves it', async () => {
    const taken = await takeInText(`\ufeff# Halaman dan layar\n# Tanggal mulai: 20260501\n# Tanggal akhir: 20260503\nNegara;Pengguna aktif;Sesi\nIndonesia;1.200;1.500\n(not set);3;4\n`)
    expect(taken.told.map(({ dimension, value, visitors, visits }) => [dimension, value, visitors, visits])).toEqual([['country', 'Indonesia', 1200, 1500], ['country', '', 3, 4]])
  })

  it('leaves out tables of what Kicau has no question for, and of two things at once', async () => {
    const taken = await takeInText(`${comments('Demographics')}\nGender,Active users\nfemale,10\n\n${comments('Two')}\nCountry,Browser,Active users\nIndonesia,Chrome,3\n`)
    expect(taken).toMatchObject({ counted: 0, lines: 2, leftOut: { 'other-matter': 2 } })
  })

  it('counts no event as a look at a page, save in a list of events', async () => {
    const traffic = await takeInText(`${comments('Traffic acquisition')}\nSession primary channel group (Default Channel Group),Sessions,Event count\nDirect,400,1240\n`)
    expect(traffic.told.map(({ dimension, visits, views }) => [dimension, visits, views])).toEqual([['channel', 400, null]])
    const events = await takeInText(`${comments('Events')}\nEvent name,Event count,Total users\nGrand total,90,50\nscroll,60,30\n`)
    expect(events.told.map(({ dimension, value, visitors, views }) => [dimension, value, visitors, views])).toEqual([['total', '', 50, null], ['goal', 'scroll', 30, 60]])
  })

  it('counts all users once, and not those again whom somebody compared with them', async () => {
    const table = 'Country,Active users\nIndonesia,10\n'
    const taken = await takeInText(`${comments('Demographics')}\n${table}\n${comments('Demographics').replace('All Users', 'Mobile traffic')}\n${table}`)
    expect(taken).toMatchObject({ counted: 1, leftOut: { 'other-matter': 1 } })
  })

  it('is left out whole where one of its days was counted here', async () => {
    const { leftOut } = await takeInText(`${comments('x')}\nCountry,Active users\nIndonesia,10\n`, { takenDays: new Map([['* 2026-05-03', 'counted-here']]) })
    expect(leftOut).toEqual({ 'counted-here': 1 })
  })
})

it('rows of a CSV file come to the same wherever it is cut into chunks', async () => {
  const bytes = Buffer.from('\ufeffa,b\r\n"x ""y"", é\nz",2\n\n3,"4"\r\n"5",6')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }), async (cuts) => {
      const edges = [0, ...[...cuts].sort((one, other) => one - other), bytes.length]
      const chunks = async function* () {
        for (let at = 1; at < edges.length; at++) if (edges[at]! > edges[at - 1]!) yield bytes.subarray(edges[at - 1], edges[at])
      }
      const rows: unknown[] = []
      for await (const some of csvRows(chunks(), ',')) rows.push(...some.rows)
      expect(rows).toEqual([
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['x "y", é\nz', '2'] },
        { line: 5, cells: ['3', '4'] },
        { line: 6, cells: ['5', '6'] },
      ])
    }),
  )
})

it('counts whatever a file holds, line by line', async () => {
  const line = fc.oneof(fc.constantFrom('2Path,Event,Session,Bot,Date', '/menu,false,s,0,2026-05-01T00:00:00Z', 'x,,', ',,,,', '"'), fc.string({ maxLength: 30 }).map((text) => text.replace(/["\r\n]/g, '')))
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
      const taken = await takeInText(`2Path,Event,Session,Bot,Date\n${lines.join('\n')}\n`)
      expect(accounted(taken)).toBe(taken.lines)
    }),
    { numRuns: 60 },
  )
})

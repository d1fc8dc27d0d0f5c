import { readFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { visitorOfDay } from '../intake/visitor.ts'
import { daysOf } from './days.ts'
import { piecesOf } from './file/lines.ts'
import { ACCESS_LOG, ACCESS_LOG_HOST, accounted, pastFile, takeInText, takeInto } from './for-tests.ts'
import { logClock } from './logs/log-clock.ts'
import type { LogLine } from './logs/log-line.ts'
import { readServerLog } from './logs/server-log.ts'
import { PastRefused } from './refused.ts'
import { coverage, takenLookUp } from './taken.ts'

const CHROME = 'Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
const site = { id: '0193a000-0000-7000-8000-000000000002', host: ACCESS_LOG_HOST }

describe('ten thousand real lines', () => {
  let text: string
  let lines: LogLine[]

  beforeAll(async () => {
    text = gunzipSync(await readFile(ACCESS_LOG)).toString('latin1')
    const clock = logClock()
    lines = []
    for await (const piece of piecesOf((async function* () {
      yield Buffer.from(text, 'latin1')
    })()))
      piece.each((from, to) => {
        const line = readServerLog(piece.text, from, to, clock)
        if (line) lines.push(line)
      })
  })

  it('are read as a pattern reads them', () => {
    const pattern = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) (\S+) HTTP\/[\d.]+" (\d+) \S+ "(.*?)" "(.*?)"?$/
    const spelt = text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, ip, time, method, target, status, referrer, agent] = pattern.exec(line)!
        const at = Date.parse(time!.replace(/^(\d\d)\/(\w+)\/(\d{4}):/, '$1 $2 $3 '))
        const dash = (word: string) => (word === '-' ? '' : word)
        return { host: null, ip, signedIn: false, at, method, target, status: Number(status), referrer: dash(referrer!), agent: dash(agent!), language: null }
      })
    expect(lines).toEqual(spelt)
  })

  it('are counted or left out, each for a reason', async () => {
    const taken = await takeInto(ACCESS_LOG, { site })
    expect(taken).toMatchObject({ format: 'combined', lines: 10_000, failed: 0, errors: [], hits: taken.counted })
    expect(accounted(taken)).toBe(10_000)
    expect(taken.stored).toHaveLength(taken.counted)
    // Looked up in the file with other tools: grep and awk.
    expect(taken.leftOut['not-a-look']).toBe(48)
    expect(taken.stored.every(({ path }) => !/\.(png|css|js|ico|gif|jpe?g|txt|pdf|xml)$/i.test(path))).toBe(true)
    expect(taken.stored.filter(({ kind }) => kind === 'goal').every(({ name }) => name === '404')).toBe(true)
    expect(taken.counted).toBeGreaterThan(1000)
  })

  it('come from as many visitors as GoAccess says, before the bots are taken out', () => {
    for (const zone of ['UTC', 'Asia/Jakarta']) {
      const dayOf = daysOf(zone)
      const visitors = new Set(lines.map(({ ip, at, agent }) => visitorOfDay('salt', dayOf(at), site.id, ip, agent!)))
      expect(Math.abs(visitors.size / 2095 - 1), zone).toBeLessThan(0.05)
    }
  })

  it('come to the same however the file is packed', async () => {
    const plain = Buffer.from(text, 'latin1')
    const whole = await takeInto(ACCESS_LOG, { site })
    const halfway = text.indexOf('\n', text.length / 2) + 1
    const halves = { 'logs/access.log.1': plain.subarray(0, halfway), 'logs/access.log.2.gz': gzipSync(plain.subarray(halfway)), '__MACOSX/._access.log': Buffer.from('x') }
    for (const packed of [plain, zipSync(halves), zipSync(halves, { level: 0 }), Buffer.concat([gzipSync(plain.subarray(0, halfway)), gzipSync(plain.subarray(halfway))])]) {
      const { bytes: _, read: __, ...taken } = await takeInto(await pastFile(packed), { site })
      expect(taken).toMatchObject({ lines: whole.lines, counted: whole.counted, leftOut: whole.leftOut, failed: 0 })
      expect(new Set(taken.stored.map(({ visitor }) => visitor)).size).toBe(new Set(whole.stored.map(({ visitor }) => visitor)).size)
    }
  })
})

const line = (more: Partial<Record<'ip' | 'user' | 'time' | 'request' | 'status' | 'rest' | 'front', string>> = {}): string => {
  const { ip = '203.0.113.9', user = '-', time = '17/May/2026:10:05:03 +0700', request = 'GET /menu HTTP/1.1', status = '200', rest = ` "https://www.instagram.com/" "${CHROME}"`, front = '' } = more
  return `${front}${ip} - ${user} [${time}] "${request}" ${status} 512${rest}`
}

describe('a line', () => {
  const [usual = ''] = [line()]
  const countedAs = async (one: string, orders = {}) => {
    // The first lines say which format it is.
    const taken = await takeInText(`${usual}\n${usual}\n${usual}\n${one}\n`, orders)
    expect(accounted(taken)).toBe(4)
    const because = Object.keys(taken.leftOut)
    return taken.failed > 0 ? taken.errors[0]!.code : because.length > 0 ? because[0] : taken.stored[3]
  }

  it.each([
    ['a page', line(), { kind: 'view', path: '/menu', referrer: 'https://www.instagram.com/', device: 'phone', browser: 'chrome', system: 'Android', country: '' }],
    ['one that the browser still had', line({ status: '304' }), { kind: 'view' }],
    ['one that was not found', line({ status: '404', request: 'GET /lama HTTP/1.1' }), { kind: 'goal', name: '404', path: '/lama' }],
    ['one with a campaign', line({ request: 'GET /menu?utm_source=ig&utm_campaign=lebaran&fbclid=x&kicau=K7 HTTP/2.0' }), { path: '/menu', utmSource: 'ig', utmCampaign: 'lebaran', clickId: 'fbclid', code: 'K7' }],
    ['a whole address', line({ request: 'GET https://toko.example/menu?a=1 HTTP/1.1' }), { path: '/menu' }],
    ['a version, no file', line({ request: 'GET /sambal-v2.5 HTTP/1.1' }), { path: '/sambal-v2.5' }],
    ['letters beyond ASCII', line({ request: 'GET /kué HTTP/1.1' }), { path: '/kué' }],
    ["letters as Apache escapes them", line({ request: 'GET /ku\\xc3\\xa9 HTTP/1.1' }), { path: '/kué' }],
    ['a quote within the browser', line({ rest: ` "-" "${CHROME} \\"x\\" y"` }), { referrer: '', browser: 'chrome' }],
    ['a virtual host', line({ front: 'www.toko.example:443 ' }), { host: 'www.toko.example', path: '/menu' }],
    ['cut off within the browser', line({ rest: ` "-" "${CHROME}` }), { path: '/menu' }],
    ['an address that a proxy forwarded', line({ ip: '10.0.0.1', rest: ` "-" "${CHROME}" "36.68.0.1, 10.0.0.2"` }), { country: 'ID' }],
    ['of IPv6', line({ ip: '2001:db8::1' }), { path: '/menu', country: '' }],
    ['a picture', line({ request: 'GET /foto.JPG?v=2 HTTP/1.1' }), 'file'],
    ['a feed', line({ request: 'GET /blog/feed/ HTTP/1.1' }), 'file'],
    ['a login page', line({ request: 'GET /wp-login.php HTTP/1.1' }), 'backstage'],
    ['something sent', line({ request: 'POST /menu HTTP/1.1' }), 'not-a-look'],
    ['sent on', line({ status: '301' }), 'redirect'],
    ['an error', line({ status: '500' }), 'refused'],
    ['a bot', line({ rest: ' "-" "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"' }), 'bot'],
    ['no browser named', line({ rest: ' "-" "-"' }), 'bot'],
    ['somebody signed in', line({ user: 'tini' }), 'own-visit'],
    ['another host', line({ front: 'lain.example:80 ' }), 'other-site'],
    ['a handshake in the wrong place', line({ request: '\\x16\\x03\\x01', status: '400' }), 'no-request'],
    ['a connection that said nothing', line({ request: '-', status: '408' }), 'no-request'],
    ['no line at all', 'PHP Warning: foo in bar', 'analytics.line-unreadable'],
    ['a day that there is not', line({ time: '31/Feb/2026:10:05:03 +0700' }), 'analytics.line-time'],
    ['a day to come', line({ time: '01/Dec/2026:10:05:03 +0700' }), 'not-over'],
  ])('%s', async (_, one, expected) => {
    const found = await countedAs(one, { taken: [{ from: Date.parse('2026-11-29T00:00:00+07:00'), to: Infinity, because: 'not-over' }] })
    if (typeof expected === 'string') expect(found).toBe(expected)
    else expect(found).toMatchObject({ host: 'toko.example', ...expected, at: Date.parse('2026-05-17T10:05:03+07:00') })
  })

  it('from an address that is the shop’s own is its own visit', async () => {
    expect(await countedAs(line({ ip: '198.51.100.7' }), { own: ['198.51.100.7'] })).toBe('own-visit')
  })

  it('of a day is from one visitor a browser and address, and from another one the next day', async () => {
    const { stored } = await takeInText([line(), line({ time: '17/May/2026:23:59:59 +0700' }), line({ time: '18/May/2026:00:00:01 +0700' }), line({ ip: '203.0.113.10' })].join('\n'))
    const [one, same, nextDay, other] = stored.map(({ visitor }) => visitor)
    expect(same).toBe(one)
    expect(new Set([one, nextDay, other]).size).toBe(3)
  })
})

it('the older format names no browser: nobody can tell bots, nor where people came from', async () => {
  const { format, stored, leftOut } = await takeInText([line({ rest: '' }), line({ rest: '', status: '404' })].join('\n'))
  expect({ format, leftOut }).toEqual({ format: 'common', leftOut: {} })
  expect(stored[0]).toMatchObject({ channelSaid: 'other', referrer: '', browser: '', device: '', system: '' })
})

describe('a log of JSON', () => {
  it.each([
    ['nginx’s own variables', { time_iso8601: '2026-05-17T10:05:03+07:00', remote_addr: '36.68.0.1', request_method: 'GET', request_uri: '/menu?utm_source=ig', status: '200', http_referer: 'https://t.co/', http_user_agent: CHROME, http_host: 'toko.example' }],
    ['a whole request, numbers, seconds', { msec: 1778987103.25, remote_addr: '10.0.0.1', http_x_forwarded_for: '36.68.0.1, 10.0.0.1', request: 'GET /menu?utm_source=ig HTTP/1.1', status: 200, http_referer: 'https://t.co/', http_user_agent: CHROME }],
    ['Logstash’s names', { '@timestamp': '2026-05-17T03:05:03.250Z', clientip: '36.68.0.1', verb: 'GET', request_path: '/menu', args: 'utm_source=ig', response: 200, referrer: 'https://t.co/', agent: CHROME }],
    ['Caddy', { ts: 1778987103.25, status: 200, request: { remote_ip: '36.68.0.1', method: 'GET', host: 'toko.example', uri: '/menu?utm_source=ig', headers: { 'User-Agent': [CHROME], Referer: ['https://t.co/'] } } }],
    ['times without an offset', { time: '2026-05-17 10:05:03', client_ip: '36.68.0.1', method: 'GET', url: '/menu?utm_source=ig', status_code: 200, referer: 'https://t.co/', user_agent: CHROME }],
  ])('%s', async (_, fields) => {
    const taken = await takeInText(`${JSON.stringify(fields)}\n`)
    expect(taken).toMatchObject({ format: 'json-log', lines: 1, failed: 0, leftOut: {} })
    expect(taken.stored[0]).toMatchObject({ kind: 'view', host: 'toko.example', path: '/menu', utmSource: 'ig', referrer: 'https://t.co/', country: 'ID', browser: 'chrome' })
    expect(Math.floor(taken.stored[0]!.at / 1000)).toBe(1778987103)
  })

  it('keeps letters beyond ASCII, and what nginx escaped by itself', async () => {
    const { stored } = await takeInText(`{"time_iso8601":"2026-05-17T10:05:03+07:00","remote_addr":"36.68.0.1","request":"GET /kué HTTP/1.1","status":"200","http_user_agent":"${CHROME} \\x22x\\x22","http_referer":"-"}\n`)
    expect(stored[0]).toMatchObject({ path: '/kué', referrer: '', browser: 'chrome' })
  })
})

describe('a file that is none', () => {
  it.each([
    ['text', 'nothing of the kind\nat all\n', 'analytics.import-unknown-file'],
    ['empty lines', '\n\n\n', 'analytics.import-unknown-file'],
    ['bytes', new Uint8Array(5000).map((_, at) => at % 251), 'analytics.import-unknown-file'],
    ['cut off within what it is packed in', gzipSync(Array.from({ length: 5000 }, (_, n) => line({ request: `GET /${n} HTTP/1.1` })).join('\n')).subarray(0, 4000), 'analytics.import-cut-off'],
    ['a zip file without its end', zipSync({ 'access.log': Buffer.from(line()) }).subarray(0, 60), 'analytics.import-cut-off'],
    ['what GoatCounter exports as JSON', zipSync({ 'info.json': Buffer.from('{\n  "export_version": "1.0",\n  "goatcounter_version": "2.7"\n}'), 'paths.jsonl': Buffer.from('{"id": 1, "path": "/"}\n') }), 'analytics.import-goatcounter-json'],
    ['what Plausible’s dashboard downloads', zipSync({ 'sources.csv': Buffer.from('name,visitors,bounce_rate,visit_duration\nGoogle,5,40,12\n') }), 'analytics.import-plausible-dashboard'],
    ['a zip file of something else', zipSync({ 'foto.jpg': new Uint8Array(300).fill(7) }), 'analytics.import-unknown-file'],
  ])('%s is refused', async (_, content, code) => {
    const failure = await takeInto(await pastFile(content)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PastRefused)
    expect((failure as PastRefused).refusal.refused).toBe(code)
  })
})

it('a text comes to the same lines wherever it is cut into chunks', async () => {
  const bytes = Buffer.from(['\ufeffa', 'é'.repeat(20), '', 'b\r', 'x'.repeat(300), 'last'].join('\n'))
  const linesOf = async (cuts: number[]) => {
    const lines: string[] = []
    const edges = [0, ...[...cuts].sort((one, other) => one - other), bytes.length]
    const chunks = async function* () {
      for (let at = 1; at < edges.length; at++) if (edges[at]! > edges[at - 1]!) yield bytes.subarray(edges[at - 1], edges[at])
    }
    for await (const piece of piecesOf(chunks())) piece.each((from, to) => lines.push(Buffer.from(piece.text.slice(from, to), 'latin1').toString()))
    return lines
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }), async (cuts) => {
      // The mark at its beginning comes with the first chunk, as it does from a disk.
      expect(await linesOf(cuts.filter((cut) => cut === 0 || cut > 3))).toEqual(['a', 'é'.repeat(20), '', 'b', 'x'.repeat(300), 'last'])
    }),
  )
})

it('spans that are told of already are found, whatever the order of the lines', () => {
  const spans = fc.array(fc.record({ from: fc.nat(100), length: fc.nat(20) }).map(({ from, length }) => ({ from, to: from + length, because: 'imported-before' as const })), { maxLength: 6 })
  fc.assert(
    fc.property(spans, fc.array(fc.nat(130), { maxLength: 60 }), (taken, instants) => {
      const look = takenLookUp(taken)
      for (const at of instants) expect(look(at)).toBe(taken.some(({ from, to }) => from <= at && at <= to) ? 'imported-before' : undefined)
    }),
  )
  const covers = coverage()
  for (const at of ['2026-05-17T10:00:00Z', '2026-05-17T09:00:00Z', '2026-05-19T01:00:00Z', '2026-05-17T12:00:00Z']) covers.note(Date.parse(at))
  expect(covers.spans().map((span) => span.map((at) => new Date(at).toISOString()))).toEqual([
    ['2026-05-17T09:00:00.000Z', '2026-05-17T12:00:00.000Z'],
    ['2026-05-19T01:00:00.000Z', '2026-05-19T01:00:00.000Z'],
  ])
})

it('a day is the zone’s, also where its clocks change', () => {
  for (const zone of ['Asia/Jakarta', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia']) {
    const dayOf = daysOf(zone)
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    for (let at = Date.parse('2026-03-01T00:00:00Z'); at < Date.parse('2026-11-10T00:00:00Z'); at += 17 * 60_000 * 11)
      expect(new Date(dayOf(at) * 86_400_000).toISOString().slice(0, 10)).toBe(format.format(at))
  }
})

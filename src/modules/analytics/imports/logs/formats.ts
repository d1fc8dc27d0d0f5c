import { wallClock } from '../days.ts'
import type { Format, Head } from '../format.ts'
import { jsonLogReader } from './json-line.ts'
import { logClock } from './log-clock.ts'
import { readLog, type LineReader } from './read-log.ts'
import { readServerLog } from './server-log.ts'

const serverLogReader = (): LineReader => {
  const clockOf = logClock()
  return (text, from, to) => readServerLog(text, from, to, clockOf)
}

const jsonReader = (zone: string): LineReader => {
  const read = jsonLogReader()
  const clock = wallClock(zone)
  return (text, from, to) => {
    const line = Buffer.from(text.slice(from, to), 'latin1').toString('utf8')
    return read(line, clock)
  }
}

/** More than half of the first lines are such. */
function mostAre(head: Head, readLine: LineReader, is: (line: NonNullable<ReturnType<LineReader>>) => boolean = () => true): boolean {
  const lines = head.lines.filter((line) => !line.startsWith('#'))
  const such = lines.filter((line) => {
    const read = readLine(line, 0, line.length)
    return read !== null && is(read)
  })
  return such.length * 2 > lines.length
}

/** Apache's and nginx's usual log, also with virtual hosts and a forwarded address. */
export const combined: Format = {
  name: 'combined',
  knows: (head) => mostAre(head, serverLogReader(), ({ agent }) => agent !== null),
  read: (chunks, reading, into) => readLog(chunks, serverLogReader(), reading, into),
}

/** The older one, which names neither a referrer nor a browser. */
export const common: Format = {
  ...combined,
  name: 'common',
  knows: (head) => mostAre(head, serverLogReader()),
}

/** A log of JSON objects, one a line, as nginx's `log_format … escape=json` and Caddy write them. */
export const jsonLog: Format = {
  name: 'json-log',
  knows: (head) => mostAre(head, jsonReader('UTC')),
  read: (chunks, reading, into) => readLog(chunks, jsonReader(reading.zone), reading, into),
}

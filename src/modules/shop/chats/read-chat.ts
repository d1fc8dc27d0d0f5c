/** A message of a chat export; what the app itself says (encryption, calls, who joined) is none. */
export interface ChatMessage {
  /** Of the line it begins on, from 1. */
  line: number
  /** On the phone's clock: `2026-07-01` and `09:15:00`. */
  day: string
  time: string
  from: string
  text: string
}

// Android parts date and message by a dash, iOS puts the date into brackets; both write it as the phone's region does.
// PG is morning in Malay, TGH noon, PTG afternoon and MLM night.
const STAMP =
  /^(?<open>\[)?(?<a>\d{1,4})[-/.](?<b>\d{1,2})[-/.](?<c>\d{2,4}),? +(?:pukul +|jam +)?(?<h>\d{1,2})[.:](?<min>\d{2})(?:[.:](?<s>\d{2}))?(?: ?(?<half>[ap]\.? ?m\.?|pg|ptg|tgh|tngh|mlm))?(?:\]|(?<dash> [-–]))(?: |$)/i
const SENDER = /^(?<from>[^:\n]{1,80}?): (?<text>.*)$/s
/** Direction marks and hard spaces that phones put in. */
const tidied = (text: string) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').replace(/[\u00a0\u202f]/g, ' ')

interface Stamp {
  a: string
  b: string
  c: string
  time: string
}

/**
 * The messages of a chat that was exported, in Android's and iOS's spellings and the dates of Indonesian, Malay and
 * English phones; null where the text is no such export. Whether day or month comes first is what the whole file shows:
 * a number beyond 12, else the order in which time goes on, else the day.
 */
export function readChat(text: string): ChatMessage[] | null {
  const found: { line: number; stamp: Stamp; body: string }[] = []
  let stamps = 0
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = tidied(raw)
    const match = STAMP.exec(line)
    const stamp = match && Boolean(match.groups!.open) !== Boolean(match.groups!.dash) ? stampOf(match.groups as Record<string, string>) : null
    if (stamp) {
      stamps++
      found.push({ line: index + 1, stamp, body: line.slice(match![0].length) })
    } else if (found.length > 0) found.at(-1)!.body += `\n${line}`
    // The first line of an export is a message's.
    else if (line.trim() !== '') return null
  }
  if (stamps === 0) return null
  const dayOf = dayReader(found.map(({ stamp }) => stamp))
  return found.flatMap(({ line, stamp, body }) => {
    const said = SENDER.exec(body)?.groups
    const day = dayOf(stamp)
    return said && day ? [{ line, day, time: stamp.time, from: said.from!.replace(/^~ ?/, '').trim(), text: said.text!.trim() }] : []
  })
}

function stampOf({ a, b, c, h, min, s = '00', half }: Record<string, string | undefined>): Stamp | null {
  const hour = half ? (Number(h) % 12) + (/^(p|tgh|tngh|mlm)(?!g)/i.test(half) ? 12 : 0) : Number(h)
  if (hour > 23 || Number(min) > 59) return null
  return { a: a!, b: b!, c: c!, time: `${String(hour).padStart(2, '0')}:${min}:${s}` }
}

function dayReader(stamps: readonly Stamp[]): (stamp: Stamp) => string | null {
  const asked = (monthFirst: boolean) => (stamp: Stamp) => dayIn(stamp, monthFirst)
  const [dayFirst, monthFirst] = [asked(false), asked(true)]
  const impossible = (read: typeof dayFirst) => stamps.filter((stamp) => read(stamp) === null).length
  const backwards = (read: typeof dayFirst) => stamps.filter((stamp, at) => at > 0 && `${read(stamp)} ${stamp.time}` < `${read(stamps[at - 1]!)} ${stamps[at - 1]!.time}`).length
  if (impossible(monthFirst) !== impossible(dayFirst)) return impossible(monthFirst) < impossible(dayFirst) ? monthFirst : dayFirst
  return backwards(monthFirst) < backwards(dayFirst) ? monthFirst : dayFirst
}

function dayIn({ a, b, c }: Stamp, monthFirst: boolean): string | null {
  const [year, month, day] = a.length === 4 ? [a, b, c] : monthFirst ? [c, a, b] : [c, b, a]
  const written = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === written ? written : null
}

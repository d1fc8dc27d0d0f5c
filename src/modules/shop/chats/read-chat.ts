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
// No name in quotation marks: `Siti changed the subject from "Arisan: A" to …` is the app's own word.
const SENDER = /^(?<from>[^:\n"“”«»]{1,80}?): (?<text>.*)$/s
/** Direction marks and hard or thin spaces that phones put in. */
const tidied = (text: string) => text.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '').replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
/** iOS marks its own words in the place of a message: what was left out or deleted, and who joined, under the group's name. */
const BY_THE_APP = /^[^:\n]{1,90}?: \u200e/

// What the app writes into a message, in the languages of these shops: "Pesan ini telah dihapus" is no order (pesan).
const EDITED = /\s*<(?:this message was edited|pesan ini (?:telah )?diedit|mesej ini (?:telah )?(?:diedit|disunting))>$/i
const DELETED = /^(?:this message was deleted|you deleted this message|(?:pesan|mesej) ini (?:telah )?di(?:hapus|padam)(?:kan)?|anda (?:telah )?me(?:nghapus|madam)(?:kan)? (?:pesan|mesej) ini)\.?$/i
const LEFT_OUT = /^(?:<[^<>\n]{1,60}>|null)$/i
const ATTACHED = /^[^\n]{1,200}\.\w{2,5} \((?:file attached|file terlampir|berkas terlampir|fail dilampirkan|fail terlampir)\)$/i

/** What somebody wrote, without what the app put in; nothing where that was all. */
function written(text: string): string {
  const lines = text.replace(EDITED, '').split('\n')
  const kept = lines.filter((line, at) => !(at === 0 && ATTACHED.test(line.trim()))).join('\n').trim()
  return DELETED.test(kept) || LEFT_OUT.test(kept) ? '' : kept
}

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
  const reading = readingChat(text)
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
  }
}

/** As `readChat`, in steps of some lines: who reads long ones does others' work between them. */
export function* readingChat(text: string): Generator<void, ChatMessage[] | null> {
  const found: { line: number; stamp: Stamp; body: string; byTheApp: boolean }[] = []
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    if (index % LINES_AT_ONCE === LINES_AT_ONCE - 1) yield
    const line = tidied(raw)
    const match = STAMP.exec(line)
    const stamp = match && Boolean(match.groups!.open) !== Boolean(match.groups!.dash) ? stampOf(match.groups as Record<string, string>) : null
    if (stamp) {
      const byTheApp = raw.includes('\u200e') && BY_THE_APP.test(raw.slice(raw.indexOf(']') + 1))
      found.push({ line: index + 1, stamp, body: line.slice(match![0].length), byTheApp })
    } else if (found.length > 0) found.at(-1)!.body += `\n${line}`
    // The first line of an export is a message's.
    else if (line.trim() !== '') return null
  }
  if (found.length === 0) return null
  const dayOf = yield* dayReader(found.map(({ stamp }) => stamp))
  const messages: ChatMessage[] = []
  for (const [index, { line, stamp, body, byTheApp }] of found.entries()) {
    if (index % LINES_AT_ONCE === LINES_AT_ONCE - 1) yield
    const said = byTheApp ? undefined : SENDER.exec(body)?.groups
    const day = said && dayOf(stamp)
    if (said && day) messages.push({ line, day, time: stamp.time, from: said.from!.replace(/^~ ?/, '').trim(), text: written(said.text!.trim()) })
  }
  return messages
}

const LINES_AT_ONCE = 1000

function stampOf({ a, b, c, h, min, s = '00', half }: Record<string, string | undefined>): Stamp | null {
  // Some phones count from 1 to 24: the hour that a day begins with.
  const hour = !half && h === '24' ? 0 : half ? (Number(h) % 12) + (/^(p|tgh|tngh|mlm)(?!g)/i.test(half) ? 12 : 0) : Number(h)
  if (hour > 23 || Number(min) > 59) return null
  return { a: a!, b: b!, c: c!, time: `${String(hour).padStart(2, '0')}:${min}:${s}` }
}

function* dayReader(stamps: readonly Stamp[]): Generator<void, (stamp: Stamp) => string | null> {
  const asked = (monthFirst: boolean) => ({ read: (stamp: Stamp) => dayIn(stamp, monthFirst), impossible: 0, backwards: 0, before: '' })
  const [dayFirst, monthFirst] = [asked(false), asked(true)]
  for (const [index, stamp] of stamps.entries()) {
    if (index % LINES_AT_ONCE === LINES_AT_ONCE - 1) yield
    for (const one of [dayFirst, monthFirst]) {
      const day = one.read(stamp)
      if (day === null) one.impossible++
      const at = `${day} ${stamp.time}`
      if (at < one.before) one.backwards++
      one.before = at
    }
  }
  if (monthFirst.impossible !== dayFirst.impossible) return monthFirst.impossible < dayFirst.impossible ? monthFirst.read : dayFirst.read
  return monthFirst.backwards < dayFirst.backwards ? monthFirst.read : dayFirst.read
}

function dayIn({ a, b, c }: Stamp, monthFirst: boolean): string | null {
  const [year, month, day] = a.length === 4 ? [a, b, c] : monthFirst ? [c, a, b] : [c, b, a]
  const written = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === written ? written : null
}

import type { Channel } from '#contract/channels.ts'
import { addDays, addMonths, dayIn, instantAt, monthIn, weekdayOf } from '#platform/clock'
import { byChannel, followers, foundUsShare, runningMinutes, runningMonth, shopeeBaseline, visitsPerMonth } from './plan.ts'
import { seeded } from '../random.ts'
import { postsOf, type DemoPost } from './posts.ts'

// The plan's months become single orders, entries, costs and visits. Pure: the same anchor gives the same facts.

export const ZONE = 'Asia/Jakarta'

export interface DemoOrder {
  at: Date
  /** Null for the Shopee baseline, which nothing brought. */
  channel: Channel | null
  salesPlace: 'chat' | 'shopee'
  buyer: { name: string; phone: string } | null
  returning: boolean
  /** The buyer said so when asked. */
  said: Channel | null
  saidDetail: string | null
  /** The order's first message carried the code of the channel's link. */
  withCode: boolean
}

export interface DemoMinutes {
  day: string
  channel: Channel
  member: 'tini' | 'wulan'
  minutes: number
  footing: 'timer' | 'evening' | 'guess'
  activity: 'write' | 'answer' | 'other'
}

export interface DemoCost {
  day: string
  channel: Channel
  kind: 'ads' | 'other'
  amount: number
  note: string
}

export interface DemoVisit {
  at: Date
  channel: Channel
  visitor: string
  openedWhatsapp: boolean
}

export interface DemoFacts {
  /** The fifteen whole months, oldest first. */
  months: string[]
  running: string
  orders: DemoOrder[]
  minutes: DemoMinutes[]
  costs: DemoCost[]
  visits: DemoVisit[]
  posts: DemoPost[]
  /** The last day of each month with the followers of a channel then. */
  followers: { day: string; channel: Channel; followers: number }[]
}

const SEED = 20_140_807
/** Milliseconds from a visit to the chat that it leads to. */
export const A_CHAT = 40_000

/** Everything that happened at Sambal Bu Tini in the fifteen whole months before `now`, and since. */
export function demoFacts(now: Date): DemoFacts {
  const running = monthIn(ZONE, now)
  const months = byChannel.map((_, index) => addMonths(running, index - byChannel.length))
  const random = seeded(SEED)
  const people = buyersOf(random)
  const facts: DemoFacts = { months, running, orders: [], minutes: [], costs: [], visits: [], posts: postsOf(months), followers: [] }

  months.forEach((month, index) => {
    for (const [channel, share] of Object.entries(byChannel[index]!) as [Channel, readonly number[]][]) {
      const [orders = 0, tini = 0, wulan = 0, cost = 0] = share
      for (let number = 0; number < orders; number++) facts.orders.push(people.order(channel, moment(month, random)))
      facts.minutes.push(...spread(month, index, channel, 'tini', tini * 60, random))
      facts.minutes.push(...spread(month, index, channel, 'wulan', wulan * 60, random))
      if (cost > 0) facts.costs.push(costOf(month, channel, cost))
    }
    for (let number = 0; number < shopeeBaseline[index]!; number++) facts.orders.push(baselineOrder(moment(month, random)))
    answer(facts.orders, month, foundUsShare[index]!, random)
    facts.visits.push(...visitsOf(month, index, random))
    for (const [channel, series] of Object.entries(followers) as [Channel, readonly number[]][])
      facts.followers.push({ day: lastDay(month), channel, followers: series[index]! })
  })

  const since = spansOf(running, now)
  for (const { channel, orders } of runningMonth)
    for (let number = 0; number < orders; number++) facts.orders.push(people.order(channel, momentIn(since[Math.min(number, 1)]!, now, random)))
  facts.minutes.push(...minutesOfLastWeek(running, now))
  answer(facts.orders, running, foundUsShare.at(-1)!, random)
  // People go on coming as in the last whole month; drawn apart, so that nothing else is drawn otherwise for it.
  facts.visits.push(...visitsOf(running, byChannel.length - 1, seeded(SEED + 1)).filter(({ at }) => at.getTime() < now.getTime() - A_CHAT))
  facts.orders.sort((one, other) => one.at.getTime() - other.at.getTime())
  settleReturning(facts.orders)
  return facts
}

const lastDay = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1)

/** A moment of trade in the month: any of its days, between eight and nine in the evening. */
function moment(month: string, random: () => number): Date {
  const days = Number(lastDay(month).slice(8))
  const day = `${month}-${String(1 + Math.floor(random() * days)).padStart(2, '0')}`
  const hour = String(8 + Math.floor(random() * 13)).padStart(2, '0')
  return instantAt(ZONE, day, `${hour}:${String(Math.floor(random() * 60)).padStart(2, '0')}`)
}

/**
 * Of the running month: what lies in the last whole week, and what has come since. The week's report tells of the first,
 * however late in the month it is opened; where that week lies before the month, both are all of the month so far.
 */
function spansOf(month: string, now: Date): [Span, Span] {
  const begin = instantAt(ZONE, `${month}-01`).getTime()
  const whole = { from: begin, to: now.getTime() }
  const monday = mondayOf(now)
  const [week, since] = [addDays(monday, -7), monday].map((day) => Math.max(begin, instantAt(ZONE, day).getTime())) as [number, number]
  return week < since ? [{ from: week, to: since }, { from: since, to: now.getTime() }] : [whole, whole]
}

interface Span {
  from: number
  to: number
}

const mondayOf = (now: Date): string => addDays(dayIn(ZONE, now), 1 - weekdayOf(dayIn(ZONE, now)))

/** A moment of trade in a span that is already past; in the first hours of a month, whenever that may be. */
function momentIn({ from, to }: Span, now: Date, random: () => number): Date {
  const at = new Date(from + Math.floor(random() * Math.max(0, to - from - 1)))
  const inTheDay = instantAt(ZONE, dayIn(ZONE, at), `${String(8 + Math.floor(random() * 13)).padStart(2, '0')}:20`)
  return inTheDay.getTime() <= now.getTime() ? inTheDay : at
}

/** The thirty minutes of the last whole week, as far as it lies in the running month. */
function minutesOfLastWeek(month: string, now: Date): DemoMinutes[] {
  const monday = addDays(mondayOf(now), -7)
  return runningMinutes.flatMap(({ weekday, ...minutes }) => {
    const day = addDays(monday, weekday - 1)
    return day.startsWith(month) ? [{ ...minutes, day }] : []
  })
}

const NAMES = ['Ayu', 'Sri', 'Dewi', 'Ratna', 'Yanti', 'Wati', 'Lestari', 'Endah', 'Nur', 'Rina', 'Fitri', 'Indah', 'Sari', 'Tuti', 'Lina', 'Mega', 'Putri', 'Rahma', 'Siti', 'Umi', 'Vera', 'Wulandari', 'Yuni', 'Agus', 'Bambang', 'Dimas', 'Eko', 'Hendra', 'Joko', 'Rizky']
const STYLE = ['Bu', 'Mbak', 'Pak', 'Mas']

/** Buyers by the channel that won them: as months go by, more of its orders come from people it won before. */
function buyersOf(random: () => number) {
  const won = new Map<Channel, { name: string; phone: string }[]>()
  let made = 0
  return {
    order: (channel: Channel, at: Date): DemoOrder => {
      const known = won.get(channel) ?? []
      won.set(channel, known)
      const returning = known.length >= 3 && random() < 0.3
      const buyer = returning ? known[Math.floor(random() * known.length)]! : newBuyer(made++, random)
      if (!returning) known.push(buyer)
      return { at, channel, salesPlace: 'chat', buyer, returning, said: null, saidDetail: null, withCode: channel !== 'word-of-mouth' }
    },
  }
}

const newBuyer = (index: number, random: () => number) => ({
  name: `${STYLE[Math.floor(random() * STYLE.length)]} ${NAMES[index % NAMES.length]}`,
  // 0812-0000-xxxx: written so that no real number is meant.
  phone: `0812000${String(10_000 + index).slice(-5)}`,
})

const baselineOrder = (at: Date): DemoOrder => ({ at, channel: null, salesPlace: 'shopee', buyer: null, returning: false, said: null, saidDetail: null, withCode: false })

const FRIENDS = ['Bu Sri', 'Mbak Ayu', 'tetangga', 'teman kantor', 'Bu RT', 'adik saya']

/** Who tells of word of mouth was always asked: that is how it is known. Beyond them, as many answer as the share says. */
function answer(orders: DemoOrder[], month: string, share: number, random: () => number): void {
  const ofMonth = orders.filter((order) => order.channel !== null && monthIn(ZONE, order.at) === month)
  let left = Math.round(ofMonth.length * share)
  for (const order of ofMonth) {
    if (order.channel !== 'word-of-mouth') continue
    order.said = 'word-of-mouth'
    order.saidDetail = FRIENDS[Math.floor(random() * FRIENDS.length)]!
    left--
  }
  for (const order of ofMonth) {
    if (left <= 0) break
    if (order.said !== null) continue
    // One in eight that came by a code says "a friend": the code brought them, the friend had told them.
    const byFriend = random() < 0.125
    order.said = byFriend ? 'word-of-mouth' : order.channel
    order.saidDetail = byFriend ? FRIENDS[Math.floor(random() * FRIENDS.length)]! : null
    left--
  }
}

/** Orders were drawn out of their order in time: whoever's first order it is, is new. */
function settleReturning(orders: DemoOrder[]): void {
  const seen = new Set<string>()
  for (const order of orders) {
    if (!order.buyer) continue
    order.returning = seen.has(order.buyer.phone)
    seen.add(order.buyer.phone)
  }
}

/** Minutes of a month over its weekdays, in pieces that sum to the whole. The black hole comes in evenings, not half hours. */
function spread(month: string, index: number, channel: Channel, member: 'tini' | 'wulan', minutes: number, random: () => number): DemoMinutes[] {
  const piece = index >= 3 && index <= 5 ? 120 : 30
  // Before the timer there were guesses; since the resolution of month 6 the timer, and the evening's tap for the rest.
  const footing = index < 5 ? 'guess' : channel === 'whatsapp' || channel === 'instagram' ? 'timer' : 'evening'
  const pieces: DemoMinutes[] = []
  const days = weekdaysOf(month)
  const begin = Math.floor(random() * days.length)
  for (let left = minutes, number = 0; left > 0; number++) {
    const now = Math.min(piece, left)
    left -= now
    pieces.push({
      day: days[(begin + number * 3) % days.length]!,
      channel,
      member,
      minutes: now,
      footing,
      activity: member === 'wulan' ? 'answer' : number % 2 === 0 ? 'write' : 'answer',
    })
  }
  return pieces
}

function weekdaysOf(month: string): string[] {
  const days: string[] = []
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) if (weekdayOf(day) <= 5) days.push(day)
  return days
}

const COSTS: Partial<Record<Channel, { kind: 'ads' | 'other'; note: string }>> = {
  card: { kind: 'other', note: 'Cetak stiker QR untuk stoples dan kartu' },
  'word-of-mouth': { kind: 'other', note: 'Tanda terima kasih untuk yang mengajak teman' },
}

const costOf = (month: string, channel: Channel, amount: number): DemoCost => ({
  day: `${month}-05`,
  channel,
  amount,
  ...(COSTS[channel] ?? { kind: 'ads', note: 'Kiriman dipromosikan' }),
})

/** Of a channel's visits, one in so many opens WhatsApp; the blog's nearly never. */
const OPENS: Partial<Record<Channel, number>> = { blog: 0.02, search: 0.08, instagram: 0.14, facebook: 0.15, x: 0.1 }

function visitsOf(month: string, index: number, random: () => number): DemoVisit[] {
  return (Object.entries(visitsPerMonth) as [Channel, readonly number[]][]).flatMap(([channel, series]) =>
    Array.from({ length: series[index]! }, (_, number) => ({
      at: moment(month, random),
      channel,
      visitor: `${channel}-${month}-${number}`,
      openedWhatsapp: random() < (OPENS[channel] ?? 0.45),
    })),
  )
}

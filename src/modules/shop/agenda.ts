import type { Agenda, Candidate } from '#contract/agenda.ts'
import { queries as links } from '#modules/links'
import { addDays, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { ordersOfLinks } from './queries/orders-of-links.ts'
import { ordersToComplete } from './queries/orders-to-complete.ts'
import { peopleToThank } from './queries/people-to-thank.ts'
import { productsWithoutCost } from './queries/products-without-cost.ts'
import { traceOfName } from './trace-of-name.ts'

const DAY = 86_400_000
/** Buyers remember how they found a shop for about so long. */
const REMEMBERED = 2 * DAY
/** An order that waited so long is not asked about any more. */
const FORGOTTEN = 30 * DAY
/** A thank-you is fresh for a week, and owed for a month. */
const FRESH_THANKS = 7 * DAY
const OWED_THANKS = 30 * DAY
/** Who opened a chat is warm for so long. */
const WARM = 3 * DAY
/** One look through the chat, and a word to each who did not order, up to a quarter of an hour. */
const WARM_MINUTES = { look: 2, each: 1, most: 15 }
/** What sold in so long. */
const SOLD = 30 * DAY

/** Orders whose buyer can still say how they found the shop, people to thank, chats opened without an order, and margins nobody knows. */
export const agenda: Agenda<ReadScope> = {
  words: 'shop-agenda',
  kinds: {
    thank: {
      icon: 'heart',
      gains: 'order',
      once: true,
      states: {
        fresh: { chance: 0.1, because: 'Who brought one buyer brings the next, most of all while they still hear of it.' },
        earlier: { chance: 0.06, because: 'The same, some weeks later.' },
      },
    },
    warm: {
      icon: 'chat',
      gains: 'order',
      once: true,
      states: {
        opened: { chance: 0.12, because: 'They opened the chat themselves and did not order yet: a word is all that lacks.' },
      },
    },
    'order-to-note': {
      icon: 'bag',
      gains: 'knowledge',
      states: {
        fresh: { chance: 0.04, because: 'The buyer still knows how they found the shop; it decides where the next minutes go.' },
        earlier: { chance: 0.012, because: 'After two days few remember.' },
      },
    },
    'margin-missing': {
      icon: 'tag',
      gains: 'knowledge',
      states: {
        sold: { chance: 0.02, because: 'It sells, and nobody knows whether it earns: no channel can be judged by it.' },
      },
    },
  },
  async candidates(scope, asked) {
    return (await Promise.all([toComplete(scope), toThank(scope), warm(scope, asked.day), withoutCost(scope)])).flat()
  },
}

async function toComplete(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  return (await ordersToComplete(scope))
    .filter((order) => now - order.orderedAt.getTime() <= FORGOTTEN)
    .map((order) => {
      const state = now - order.orderedAt.getTime() <= REMEMBERED ? 'fresh' : 'earlier'
      return {
        kind: 'order-to-note',
        subject: order.id,
        state,
        minutes: 1,
        reason: { code: `order-to-note-${state}`, values: { amount: order.amount, at: order.orderedAt.toISOString() } },
        action: { href: `/orders/${order.id}` },
        work: { channel: order.tracked, activity: 'orders' },
      }
    })
}

async function toThank(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  return (await peopleToThank(scope, { since: new Date(now - OWED_THANKS) })).map((person) => {
    const state = now - person.latestAt.getTime() <= FRESH_THANKS ? 'fresh' : 'earlier'
    return {
      kind: 'thank',
      // A later order by their word is a new reason to thank them.
      subject: `${traceOfName(person.name)}.${person.latestAt.getTime()}`,
      state,
      minutes: 2,
      reason: { code: `thank-${state}`, values: { name: person.name, count: person.orders, at: person.latestAt.toISOString() } },
      action: { href: `/orders?${new URLSearchParams({ search: person.name })}` },
      work: { channel: 'word-of-mouth', activity: 'talk' },
      trace: { by: 'named', of: traceOfName(person.name) },
    }
  })
}

/**
 * Chats that were opened by a link or code of the last three days, beyond those that became orders. Who they were only
 * the owner's WhatsApp knows: the code in their first message tells.
 */
async function warm(scope: ReadScope, day: string): Promise<Candidate[]> {
  const now = scope.clock.now()
  const since = new Date(now.getTime() - WARM)
  const opened = await links.chatsOpened(scope, since)
  if (opened.length === 0) return []
  const ordered = await ordersOfLinks(scope, opened.map(({ linkId }) => linkId), since)
  return opened.flatMap(({ linkId, chats, channel, code }): Candidate | [] => {
    const count = chats - (ordered.get(linkId) ?? 0)
    if (count <= 0) return []
    return {
      kind: 'warm',
      // Half a week at a time: who opens the chat after that is somebody else.
      subject: `${linkId}.${addDays(day, 1 - weekdayOf(day))}.${weekdayOf(day) <= 3 ? 1 : 2}`,
      state: 'opened',
      minutes: Math.min(WARM_MINUTES.look + WARM_MINUTES.each * count, WARM_MINUTES.most),
      reason: { code: code ? 'warm-opened-code' : 'warm-opened', values: { count, channel, ...(code && { code }) } },
      action: { href: '/orders/new' },
      work: { channel: 'whatsapp', activity: 'answer' },
      trace: { by: 'link', of: linkId },
    }
  })
}

async function withoutCost(scope: ReadScope): Promise<Candidate[]> {
  const since = new Date(scope.clock.now().getTime() - SOLD)
  return (await productsWithoutCost(scope, since)).map(({ id, name, sold }) => ({
    kind: 'margin-missing',
    subject: id,
    state: 'sold',
    minutes: 2,
    reason: { code: 'margin-missing-sold', values: { name, count: sold } },
    action: { href: '/orders/products' },
    work: { channel: null, activity: 'orders' },
  }))
}

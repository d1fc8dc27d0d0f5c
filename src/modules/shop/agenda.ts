import type { Agenda, Candidate } from '#contract/agenda.ts'
import { queries as links } from '#modules/links'
import { addDays, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { failedWithoutCost } from './queries/failed-without-cost.ts'
import { formOrdersToConfirm } from './queries/form-orders.ts'
import { chatsNotedSince, leadsToGreet } from './queries/leads-to-greet.ts'
import { ordersOfLinks } from './queries/orders-of-links.ts'
import { paymentsToConfirm } from './queries/payments.ts'
import { ordersToComplete } from './queries/orders-to-complete.ts'
import { ordersWithoutMargin } from './queries/orders-without-margin.ts'
import { peopleToThank } from './queries/people-to-thank.ts'
import { productsWithoutCost } from './queries/products-without-cost.ts'
import { rates } from './queries/rates.ts'
import { touchOf } from './touch.ts'
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
/** Told one by one, so many at a sitting. */
const MOST_MARGINS = 10
/** What sold in so long. */
const SOLD = 30 * DAY

/** Orders whose buyer can still say how they found the shop, what came in by the order form, people to thank, who asked, chats opened without an order, and margins nobody knows. */
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
    lead: {
      icon: 'chat',
      gains: 'order',
      once: true,
      states: {
        fresh: { chance: 0.14, because: 'They asked in the last three days, and it is known who: one in five who ask buys, more of them by a word.' },
        earlier: { chance: 0.05, because: 'The same, up to thirty days later: most of them have made up their minds.' },
      },
    },
    'payment-to-confirm': {
      icon: 'coin',
      gains: 'order',
      states: {
        claimed: { chance: 0.2, because: 'Somebody says that they have paid, and waits: without a word the order may be lost, and the next one.' },
        other: { chance: 0.2, because: 'Money came that is not what was asked for: it stands in no book until somebody says what it is.' },
      },
    },
    'form-order': {
      icon: 'bag',
      gains: 'order',
      states: {
        fresh: { chance: 0.2, because: 'Somebody ordered and waits for a word: said soon, it is sold; said late, they buy elsewhere.' },
        earlier: { chance: 0.1, because: 'They have waited a day or more, and some have bought elsewhere.' },
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
        orders: { chance: 0.02, because: 'One order without a margin keeps the whole month from being judged.' },
        fees: { chance: 0.02, because: 'The marketplace kept something of each, and one word about it settles them all.' },
        rate: { chance: 0.02, because: 'What was paid in another currency is in no sum until its rate is said, and one word settles all of them.' },
        failed: { chance: 0.02, because: 'Cash on delivery that failed looks free until somebody says what the way there and back cost.' },
      },
    },
  },
  async candidates(scope, asked) {
    return (await Promise.all([toConfirm(scope), fromForm(scope), toComplete(scope), toThank(scope), toGreet(scope), warm(scope, asked.day), withoutCost(scope), withoutMargin(scope), withoutRate(scope), failed(scope)])).flat()
  },
}

async function toConfirm(scope: ReadScope): Promise<Candidate[]> {
  const since = new Date(scope.clock.now().getTime() - FORGOTTEN)
  return (await paymentsToConfirm(scope, since)).map(({ id, state, amount, currency, paidAmount, paidCurrency, unknownCurrency, buyerName, reference, claimedAt, paidAt }) => {
    const other = state === 'paid-other'
    const paid: Record<string, string | number> = unknownCurrency === null ? { amount: other ? paidAmount! : amount, currency: (other && paidCurrency) || currency } : { currency: unknownCurrency }
    const values = { who: buyerName ?? reference, ...paid, at: (other ? paidAt : claimedAt)! }
    const how = unknownCurrency !== null ? 'unknown' : other ? 'other' : 'claimed'
    return {
      kind: 'payment-to-confirm',
      subject: id,
      state: other ? 'other' : 'claimed',
      minutes: 1,
      reason: { code: `payment-to-confirm-${how}`, values },
      action: { href: '/orders/pay?show=to-confirm' },
      work: { channel: null, activity: 'orders' },
    }
  })
}

async function fromForm(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  return (await formOrdersToConfirm(scope, new Date(now - FORGOTTEN))).map(({ id, reference, buyerName, amount, madeAt }) => {
    const state = now - madeAt.getTime() <= DAY ? 'fresh' : 'earlier'
    return {
      kind: 'form-order',
      subject: id,
      state,
      minutes: 2,
      reason: { code: `form-order-${state}`, values: { who: buyerName ?? reference, amount, at: madeAt.toISOString() } },
      action: { href: '/orders/form' },
      work: { channel: null, activity: 'orders' },
    }
  })
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
        reason: { code: `order-to-note-${state}`, values: { amount: order.amount, ...(order.currency && { currency: order.currency }), at: order.orderedAt.toISOString() } },
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
      work: { channel: 'word-of-mouth', activity: 'talk', about: { kind: 'person', key: person.name } },
      trace: { by: 'named', of: traceOfName(person.name) },
    }
  })
}

/** Who asked and was noted, by name and by what they asked for; the number to write to stands with the lead. */
async function toGreet(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  return (await leadsToGreet(scope)).map(({ id, askedAt, name, note }) => {
    const who = [name, note].filter(Boolean).join(': ')
    const state = now - askedAt.getTime() <= WARM ? 'fresh' : 'earlier'
    return {
      kind: 'lead',
      subject: id,
      state,
      minutes: 2,
      reason: { code: who === '' ? 'lead-number' : `lead-${state}`, values: { ...(who !== '' && { who }), at: askedAt.toISOString() } },
      action: { href: `/payback/leads#${id}` },
      work: { channel: 'whatsapp', activity: 'answer' },
    }
  })
}

/**
 * Chats that were opened by a link or code of the last three days, beyond those that became orders or were noted as leads.
 * Who they were only the owner's WhatsApp knows: the code in their first message tells.
 */
async function warm(scope: ReadScope, day: string): Promise<Candidate[]> {
  const now = scope.clock.now()
  const since = new Date(now.getTime() - WARM)
  const opened = await links.chatsOpened(scope, since)
  if (opened.length === 0) return []
  const ordered = await ordersOfLinks(scope, opened.map(({ linkId }) => linkId), since)
  const touches = await Promise.all((await chatsNotedSince(scope, since)).map(({ code, askedAt }) => touchOf(scope, { code, personId: null, at: askedAt })))
  const noted = (linkId: string) => touches.filter((touch) => touch?.linkId === linkId).length
  return opened.flatMap(({ linkId, chats, channel, code }): Candidate | [] => {
    const count = chats - (ordered.get(linkId) ?? 0) - noted(linkId)
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

async function withoutMargin(scope: ReadScope): Promise<Candidate[]> {
  const since = new Date(scope.clock.now().getTime() - SOLD)
  return (await ordersWithoutMargin(scope, since)).map(({ month, lacks, orders }) => ({
    kind: 'margin-missing',
    subject: `${lacks}.${month}`,
    state: lacks,
    minutes: lacks === 'fees' ? 2 : Math.min(orders, MOST_MARGINS),
    reason: { code: `margin-missing-${lacks}`, values: { count: orders, month } },
    // The settlement file tells the fees of all of them.
    action: { href: lacks === 'fees' ? '/orders/imports' : `/orders?${new URLSearchParams({ month, margin: 'missing' })}` },
    work: { channel: null, activity: 'orders' },
  }))
}

async function withoutRate(scope: ReadScope): Promise<Candidate[]> {
  return (await rates(scope)).waiting.map(({ currency, orders }) => ({
    kind: 'margin-missing',
    subject: `rate.${currency}`,
    state: 'rate',
    minutes: 2,
    reason: { code: 'margin-missing-rate', values: { count: orders, currency } },
    action: { href: '/orders/rates' },
    work: { channel: null, activity: 'orders' },
  }))
}

async function failed(scope: ReadScope): Promise<Candidate[]> {
  const since = new Date(scope.clock.now().getTime() - SOLD)
  return (await failedWithoutCost(scope, since)).map(({ month, orders }) => ({
    kind: 'margin-missing',
    subject: `failed.${month}`,
    state: 'failed',
    minutes: Math.min(orders, MOST_MARGINS),
    reason: { code: 'margin-missing-failed', values: { count: orders, month } },
    action: { href: `/orders?${new URLSearchParams({ month, state: 'cod-failed' })}` },
    work: { channel: null, activity: 'orders' },
  }))
}

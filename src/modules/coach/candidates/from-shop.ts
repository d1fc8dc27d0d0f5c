import { createHash } from 'node:crypto'
import { queries as shop } from '#modules/shop'
import type { ReadScope } from '#platform/scope'
import type { Candidate } from '../model/candidate.ts'

const DAY = 86_400_000
/** Buyers remember how they found a shop for about so long. */
const REMEMBERED = 2 * DAY
/** An order that waited so long is not asked about any more. */
const FORGOTTEN = 30 * DAY
/** A thank-you is fresh for a week, and owed for a month. */
const FRESH_THANKS = 7 * DAY
const OWED_THANKS = 30 * DAY

/** Orders whose buyer can still say how they found the shop, and people whose word brought some. */
export async function fromShop(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  const [orders, people] = await Promise.all([
    shop.ordersToComplete(scope),
    shop.peopleToThank(scope, { since: new Date(now - OWED_THANKS) }),
  ])
  return [
    ...orders
      .filter((order) => now - order.orderedAt.getTime() <= FORGOTTEN)
      .map((order): Candidate => {
        const state = now - order.orderedAt.getTime() <= REMEMBERED ? 'fresh' : 'earlier'
        return {
          kind: 'order-to-note',
          subject: order.id,
          state,
          minutes: 1,
          reason: { code: `order-${state}`, values: { amount: order.amount, at: order.orderedAt.toISOString() } },
          href: `/orders/${order.id}`,
        }
      }),
    ...people.map((person): Candidate => {
      const state = now - person.latestAt.getTime() <= FRESH_THANKS ? 'fresh' : 'earlier'
      return {
        kind: 'thank',
        // A later order by their word is a new reason to thank them. Names are not put into keys.
        subject: `${opaque(person.name)}.${person.latestAt.getTime()}`,
        state,
        minutes: 2,
        reason: {
          code: `thank-${state}`,
          values: { name: person.name, count: person.orders, at: person.latestAt.toISOString() },
        },
        href: `/orders?${new URLSearchParams({ search: person.name })}`,
      }
    }),
  ]
}

const opaque = (name: string): string => createHash('sha256').update(name.trim().toLowerCase()).digest('hex').slice(0, 16)

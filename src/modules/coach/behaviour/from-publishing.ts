import { queries as networks } from '#modules/networks'
import { queries as publishing } from '#modules/publishing'
import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { weeksKept } from '../model/behaviour.ts'
import { daysBetween, within } from '../model/days-of-month.ts'
import type { Asked, Told } from './source.ts'

/** The rhythm and the kind of posts. A shop that connected nothing and posted nothing here may post elsewhere: unknown. */
export async function fromPublishing(scope: ReadScope, { zone, months, from, to }: Asked): Promise<Told> {
  const [days, connectedAt] = await Promise.all([publishing.postsByDay(scope, { from, to }), networks.connectedSince(scope)])
  const connected = connectedAt && dayIn(zone, connectedAt)
  const inUseSince = [connected, days[0]?.day].filter((day) => day != null).sort()[0] ?? null
  const postsOn = new Map(days.map(({ day, posts }) => [day, posts]))
  const facts = months.flatMap((span) => {
    if (inUseSince === null || inUseSince > span.to) return []
    const own = within(days, span)
    const count = (pick: (day: (typeof days)[number]) => number) => own.reduce((sum, day) => sum + pick(day), 0)
    const posts = count((day) => day.posts)
    const shares = posts > 0 && { automaticPosts: count((day) => day.automatic) / posts, withTools: count((day) => day.withTools) / posts }
    return [[span.month, { posts, postsPerWeek: (posts * 7) / daysBetween(span), weeksKept: weeksKept(postsOn, span.to), ...shares }] as const]
  })
  return { facts: new Map(facts), inUseSince, firstDay: inUseSince }
}

import { queries as shop } from '#modules/shop'
import type { ReadScope } from '#platform/scope'
import { within } from '../model/days-of-month.ts'
import type { Asked, Told } from './source.ts'

/** What came of it, as far as orders tell. A shop without a single order noted here sells where Kicau cannot see: unknown. */
export async function fromShop(scope: ReadScope, { months, from, to }: Asked): Promise<Told> {
  const days = await shop.foundUsByDay(scope, { from, to })
  const firstDay = days[0]?.day ?? null
  const facts = months.flatMap((span) => {
    if (firstDay === null || firstDay > span.to) return []
    const own = within(days, span)
    const count = (pick: (day: (typeof days)[number]) => number) => own.reduce((sum, day) => sum + pick(day), 0)
    const askable = count((day) => day.askable)
    return [
      [
        span.month,
        {
          outcomes: count((day) => day.tracked),
          wordOfMouth: count((day) => day.byPeople),
          ...(askable > 0 && { foundUs: count((day) => day.answered) / askable }),
        },
      ] as const,
    ]
  })
  return { facts: new Map(facts), firstDay }
}

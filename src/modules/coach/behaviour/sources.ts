import type { FactName } from '#contract/stage.ts'
import { addDays, addMonths, dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { queries as workspace } from '#modules/workspace'
import { WEEKS, type Behaviour, type KnownFact } from '../model/behaviour.ts'
import { fromPayback } from './from-payback.ts'
import { fromPublishing } from './from-publishing.ts'
import { fromSayings } from './from-sayings.ts'
import { fromShop } from './from-shop.ts'
import { fromStory } from './from-story.ts'
import type { Asked, BehaviourSource, MonthSpan } from './source.ts'

/** Who is asked, in this order: the first that knows a fact tells it. A new wing that sees something is a line here. */
const sources: readonly { by: KnownFact['by']; read: BehaviourSource }[] = [
  { by: 'seen', read: fromPublishing },
  { by: 'seen', read: fromShop },
  { by: 'seen', read: fromPayback },
  { by: 'seen', read: fromStory },
  { by: 'said', read: fromSayings },
]

/** Whole months that are looked back at. */
const MONTHS = 15
/** Fewer whole months than a stage is agreed on by: the running one is shown beside them. */
const FEW = 3

/** How the shop behaved, the oldest month first: its whole months, and while there are few the running one. */
export async function behaviourByMonth(scope: ReadScope): Promise<Behaviour[]> {
  const { zone } = await workspace.shopProfile(scope)
  const today = dayIn(zone, scope.clock.now())
  const asked = askedUpTo(zone, today)
  const told = await Promise.all(sources.map(async ({ by, read }) => ({ by, ...(await read(scope, asked)) })))

  const earliest = (days: (string | null | undefined)[]) => days.filter((day) => day != null).sort()[0] ?? null
  const inUseSince = earliest(told.map((one) => one.inUseSince))
  const firstDay = earliest(told.map((one) => one.firstDay)) ?? today
  const running = asked.months.at(-1)!.month
  const whole = asked.months.filter(({ month, to }) => month !== running && to >= firstDay)
  const judged = whole.length >= FEW ? whole : [...whole, asked.months.at(-1)!]

  return judged.map((span) => {
    const facts: Partial<Record<FactName, KnownFact>> = {}
    for (const { by, facts: known } of told)
      for (const [fact, value] of Object.entries(known.get(span.month) ?? {}) as [FactName, number][]) facts[fact] ??= { value, by }
    return { ...span, running: span.month === running, inUseSince: inUseSince !== null && inUseSince <= span.to ? inUseSince : null, facts }
  })
}

function askedUpTo(zone: string, today: string): Asked {
  const running = today.slice(0, 7)
  const months: MonthSpan[] = Array.from({ length: MONTHS }, (_, index) => {
    const month = addMonths(running, index - MONTHS)
    return { month, from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) }
  })
  return {
    zone,
    months: [...months, { month: running, from: addDays(today, -29), to: today }],
    from: addDays(months[0]!.from, -WEEKS * 7),
    to: today,
  }
}


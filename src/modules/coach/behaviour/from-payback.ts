import { queries as payback } from '#modules/payback'
import type { ReadScope } from '#platform/scope'
import type { Asked, Told } from './source.ts'

/** The chance that the best channel of a month paid back. */
export async function fromPayback(scope: ReadScope, { months }: Asked): Promise<Told> {
  const chances = await payback.bestChances(
    scope,
    months.map(({ month }) => month),
  )
  return { facts: new Map([...chances].map(([month, chance]) => [month, { payback: chance }])) }
}

import type { PaybackMonth } from '#contract/payback.ts'
import type { Aim } from '#contract/workspace.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import { soWhatOfMeasure } from './so-what.ts'

type Measure = PaybackMonth['also']['measures'][number]
type Name = Measure['measure']

interface Seen {
  orders: readonly CreditedOrder[]
  visits: readonly { visits: number; whatsappOpened: number }[] | null
}

const ofAim: Record<Aim, readonly Name[]> = {
  customers: ['new-buyers', 'returning-share'],
  awareness: ['visits', 'new-buyers'],
  leads: ['whatsapp-opened', 'told-by-people'],
  community: ['word-of-mouth-share', 'returning-share', 'told-by-people'],
}
const all: readonly Name[] = ['new-buyers', 'returning-share', 'told-by-people', 'word-of-mouth-share', 'whatsapp-opened', 'visits', 'found-us-answered']

/** *Apa lagi yang kembali*: what came back beside money, the chosen aim's measures first. */
export function measuresOf(aim: Aim | null, now: Seen, then: Seen | null): Measure[] {
  const first = aim ? ofAim[aim] : []
  return [...new Set([...first, ...all])].map((measure): Measure => {
    const value = read(measure, now)
    const before = then ? read(measure, then) : null
    const of = value.of !== null && before?.of != null ? { now: value.of, then: before.of } : null
    return {
      measure,
      value: value.value,
      before: before?.value ?? null,
      share: value.of !== null,
      ofAim: first.includes(measure),
      soWhat: soWhatOfMeasure(value.value, before?.value ?? null, of),
    }
  })
}

/**
 * A count (`of` null), or a share of `of`; a share of nothing is not known. A marketplace's baseline is left out: who
 * bought there cannot be asked, and nothing here brought them.
 */
function read(measure: Name, { orders: all, visits }: Seen): { value: number | null; of: number | null } {
  const orders = all.filter((order) => order.credit.channel !== null || isAskable(order))
  const count = (test: (order: CreditedOrder) => boolean) => orders.filter(test).length
  const share = (part: number, of: number) => ({ value: of > 0 ? part / of : null, of })
  const sum = (pick: (one: { visits: number; whatsappOpened: number }) => number) => (visits ? visits.reduce((total, one) => total + pick(one), 0) : null)
  const byPeople = count(({ said }) => said === 'word-of-mouth')
  const answered = count((order) => order.answered)
  switch (measure) {
    case 'new-buyers':
      return { value: count((order) => order.firstOfBuyer), of: null }
    case 'returning-share':
      return share(count((order) => !order.firstOfBuyer), orders.length)
    case 'told-by-people':
      return { value: byPeople, of: null }
    case 'word-of-mouth-share':
      return share(byPeople, answered)
    case 'found-us-answered':
      return share(answered, orders.length)
    case 'visits':
      return { value: sum((one) => one.visits), of: null }
    case 'whatsapp-opened':
      return { value: sum((one) => one.whatsappOpened), of: null }
  }
}

import { LEAD_DAYS, type Expected, type Lead, type LeadChance } from '#contract/leads.ts'
import type { PaybackMonth } from '#contract/payback.ts'
import { monthIn } from '#platform/clock'
import { DRAWS, total } from './draws.ts'
import { shopsOf } from './figures.ts'
import type { Ledger } from './ledger.ts'
import { quantileAmong } from './quantiles.ts'
import { randomOf, type Random } from './random.ts'

// What may come of those who asked: chance × margin. It is expected, not earned, and stands in no sum of the ledger.

/**
 * Before a shop has leads of its own whose time is over, one in five is taken to buy. No study of shops that sell by chat is
 * at hand: it is a guess, published, and weighs as little as five leads, so that twenty of the shop's own outweigh it.
 */
export const LEAD_PRIOR = { won: 1, of: 5 }

export interface LeadsKnown {
  /** `over`: asked longer ago than a lead stays open, so that what came of it is known whichever way it went. */
  leads: readonly (Lead & { month: string; over: boolean })[]
  ledger: Ledger
  /** The shop's own. */
  seed: string
}

/** A shop's leads as they stand `now`, with the month in its zone in which each asked. */
export const knownLeads = (leads: readonly Lead[], { zone, ledger, seed, now }: { zone: string; ledger: Ledger; seed: string; now: Date }): LeadsKnown => ({
  leads: leads.map((lead) => {
    const askedAt = new Date(lead.askedAt)
    return { ...lead, month: monthIn(zone, askedAt), over: askedAt.getTime() < now.getTime() - LEAD_DAYS * 86_400_000 }
  }),
  ledger,
  seed,
})

/**
 * The share of leads that become orders, of those whose time is over: Beta(1 + won, 4 + not won). A younger one counts on
 * neither side, even when it is decided: who buys does so within days, and who doesn't is known after `LEAD_DAYS` only.
 */
export function leadChance({ leads, seed }: Pick<LeadsKnown, 'leads' | 'seed'>): LeadChance {
  const { won, of } = decided(leads)
  const random = randomOf(`${seed} lead chance ${won} ${of}`)
  const draws = Float64Array.from({ length: DRAWS }, () => random.beta(LEAD_PRIOR.won + won, LEAD_PRIOR.of - LEAD_PRIOR.won + of - won))
  return { value: (LEAD_PRIOR.won + won) / (LEAD_PRIOR.of + of), low: quantileAmong(draws, 0.05), high: quantileAmong(draws, 0.95), won, of, prior: LEAD_PRIOR }
}

/**
 * What each open lead is expected to bring, by its id: the chance × what an order leaves on average; of a lead that names
 * an amount, × the share of an amount that is left. In whole units; null while no order's margin is known.
 */
export function expectedOfEach({ leads, ledger }: LeadsKnown): Map<string, number | null> {
  const chance = chanceOf(leads)
  return new Map([...worthOfEach({ leads, ledger })].map(([id, worth]) => [id, worth === null ? null : Math.round(chance * worth)]))
}

/** Of some of the open leads: their sum, and what chance may make of it: which of them buy, and how well the chance is known. */
export function expectedOf(known: LeadsKnown, of: readonly Lead[]): Expected {
  const open = of.filter(({ state }) => state === 'open')
  const each = expectedOfEach(known)
  const worths = worthOfEach(known)
  const amounts = open.map(({ id }) => each.get(id) ?? null)
  if (open.length === 0 || amounts.includes(null)) return { open: open.length, amount: open.length === 0 ? 0 : null, low: null, high: null }
  const amount = total(amounts as number[])
  const { won, of: count } = decided(known.leads)
  const random = randomOf(`${known.seed} leads ${open.map(({ id }) => id).join()} ${won} ${count}`)
  const mayBring = bringing(open.map(({ id }) => worths.get(id)!))
  const draws = Float64Array.from({ length: DRAWS }, () => mayBring(random.beta(LEAD_PRIOR.won + won, LEAD_PRIOR.of - LEAD_PRIOR.won + count - won), random))
  return { open: open.length, amount, low: Math.floor(Math.min(amount, quantileAmong(draws, 0.05))), high: Math.ceil(Math.max(amount, quantileAmong(draws, 0.95))) }
}

/** Those who asked in a month, as they stand now; null where nobody did. */
export function leadsOfMonth(known: LeadsKnown, month: string): PaybackMonth['leads'] {
  const own = known.leads.filter((lead) => lead.month === month)
  if (own.length === 0) return null
  const count = (...states: Lead['state'][]) => own.filter(({ state }) => states.includes(state)).length
  return { noted: own.length, won: count('won'), lost: count('lost', 'quiet'), expected: expectedOf(known, own) }
}

/** So many are drawn one by one; with every further one the rest is the closer to a normal. */
const ONE_BY_ONE = 50

/**
 * Draws what open leads of these worths bring at a chance. Those worth most buy or don't, one by one; the others are so
 * many small ones that their sum is a normal of their mean c·Σw and variance c(1 − c)·Σw² (central limit theorem), kept
 * within what they can bring: the work is the same for a hundred leads as for a hundred thousand.
 */
function bringing(worths: readonly number[]): (chance: number, random: Random) => number {
  const sorted = worths.toSorted((one, other) => Math.abs(other) - Math.abs(one))
  const most = sorted.slice(0, ONE_BY_ONE)
  const others = sorted.slice(ONE_BY_ONE)
  const sum = total(others)
  const least = total(others.filter((worth) => worth < 0))
  const spread = Math.sqrt(total(others.map((worth) => worth ** 2)))
  return (chance, random) => {
    let brought = 0
    for (const worth of most) if (random.uniform() < chance) brought += worth
    if (others.length === 0) return brought
    const rest = chance * sum + Math.sqrt(chance * (1 - chance)) * spread * random.normal()
    return brought + Math.min(Math.max(rest, least), sum - least)
  }
}

function worthOfEach({ leads, ledger }: Pick<LeadsKnown, 'leads' | 'ledger'>): Map<string, number | null> {
  const open = leads.filter(({ state }) => state === 'open')
  const { meanMargin } = shopsOf(ledger).get(ledger.months.at(-1)!)!
  const share = open.some(({ amount }) => amount !== null) ? shareLeft(ledger) : null
  return new Map(open.map(({ id, amount }) => [id, amount === null ? meanMargin : share === null ? null : amount * share]))
}

/** What is left of an amount, over all orders of which both are known. */
function shareLeft(ledger: Ledger): number | null {
  const told = ledger.months.flatMap((month) => ledger.orders(month)).filter(({ amount, margin }) => amount !== null && margin !== null)
  const sold = total(told.map(({ amount }) => amount!))
  return sold > 0 ? total(told.map(({ margin }) => margin!)) / sold : null
}

const chanceOf = (leads: LeadsKnown['leads']): number => {
  const { won, of } = decided(leads)
  return (LEAD_PRIOR.won + won) / (LEAD_PRIOR.of + of)
}

function decided(leads: LeadsKnown['leads']): { won: number; of: number } {
  const over = leads.filter((lead) => lead.over)
  return { won: over.filter(({ state }) => state === 'won').length, of: over.length }
}

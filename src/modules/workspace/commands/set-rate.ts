import { exactRate, powerOf, rateWords, type Rate } from '#contract/rate.ts'
import type { Language, Money } from '#contract/values.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { rates } from '../queries/rates.ts'
import { shopProfile } from '../queries/shop-profile.ts'
import { isUnlikely, rateOn, roughRate } from '../rates.ts'
import { tables } from '../tables.ts'

export interface RateWanted {
  currency: Money
  /** The first day it holds, until the currency's next. */
  from: string
  /** Null takes the rate of this very day back: then the one before it holds on, or none. */
  rate: Rate | null
  /** It is meant, however unlikely it looks. */
  sure?: boolean
}

/**
 * Says what another currency is worth in the shop's own from a day on. The days before keep what they had; the same day is replaced.
 * Refuses what can hardly be meant, far from the last rate or from any there is, until it is said again to be sure.
 */
export async function setRate(scope: WriteScope, { language = 'id' }: { language?: Language }, { currency, from, rate: given, sure = false }: RateWanted): Promise<Refusal | undefined> {
  const { currency: own } = await shopProfile(scope)
  if (currency === own) return refuse('workspace.rate-of-own-currency', { where: 'currency' })
  const key = { workspaceId: scope.workspaceId, currency, fromDay: from }
  const db = tables(scope)
  if (given === null) {
    const { numDeletedRows } = await db.deleteFrom('workspaceRates').where('workspaceId', '=', key.workspaceId).where('currency', '=', currency).where('fromDay', '=', from).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) return refuse('workspace.rate-unknown')
  } else {
    const rate = exactRate(given)
    if (rate === null) return refuse('workspace.rate-unreadable', { where: 'rate', values: { text: given } })
    // What is corrected is no measure of what it is corrected to.
    const others = (await rates(scope, currency)).filter((one) => one.from !== from)
    const last = rateOn(others, currency, from) ?? others.at(-1)
    const about = roughRate(currency, own)
    if (!sure && [about, ...(last ? [last.rate] : [])].some((usual) => isUnlikely(rate, usual)))
      return refuse('workspace.rate-unlikely', { where: 'rate', values: { said: rateWords(rate, { from: currency, to: own }, language, powerOf(about)) } })
    const said = { rate, saidBy: scope.actor.kind === 'login' ? scope.actor.id : null, saidAt: scope.clock.now() }
    await db
      .insertInto('workspaceRates')
      .values({ ...key, ...said })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'currency', 'fromDay']).doUpdateSet(said))
      .execute()
  }
  await scope.announce({ type: 'RatesChanged', currency, from })
  return undefined
}

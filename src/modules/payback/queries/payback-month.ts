import type { PaybackMonth } from '#contract/payback.ts'
import { queries as effort } from '#modules/effort'
import { queries as shop } from '#modules/shop'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { knownLeads } from '../model/leads.ts'
import { HISTORY } from '../model/measures.ts'
import { drawLines, monthReport } from '../model/month-report.ts'
import { seenByMonth } from '../model/seen.ts'
import { countedBeside, readMonth, seenUpTo } from '../sources.ts'

/**
 * One month by channel, with what to do; `last` is the one that Payback opens on. Refused for a month before the first
 * entry or after the running one.
 */
export async function paybackMonth(scope: ReadScope, asked: string): Promise<PaybackMonth | Refusal<'payback.month-unknown'>> {
  const wanted = asked === 'last' ? undefined : asked
  const { profile, ledger, figures, month, seen } = await readMonth(scope, {
    wanted,
    ask: (zone, month, after) => Promise.all([seenUpTo(scope, zone, month, HISTORY, after), after.then(() => Promise.all([shop.leads(scope), countedBeside(scope, zone, month, HISTORY), effort.boxes(scope)]))]),
    meanwhile: ({ ledger, figures }, month) => drawLines(ledger, figures, month),
  })
  if (!ledger.months.includes(month)) return refuse('payback.month-unknown', { where: 'month' })
  const [counted, [leads, beside, boxOf]] = seen
  const visits = counted && counted.filter((one) => one.visits + one.whatsappOpened > 0)
  return monthReport({
    month,
    ledger,
    figures,
    aim: profile.aim,
    currency: profile.currency,
    visits: visits && visits.filter((one) => one.month === month),
    leads: knownLeads(leads, { zone: profile.zone, ledger, seed: scope.workspaceId, now: scope.clock.now() }),
    beside: { hits: visits && seenByMonth(visits), ...beside },
    boxOf,
  })
}

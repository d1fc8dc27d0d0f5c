import { basename } from 'node:path'
import { sql, type Selectable } from 'kysely'
import type { AdNetwork } from '#contract/ads-reports.ts'
import type { Money } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { spendKey, type AdSpend, type AdsReport } from '../ads/read-report.ts'
import { inOwn, type NoRate } from '../in-own-currency.ts'
import { tables, type EffortTables } from '../tables.ts'

interface Change {
  costId: string
  day: string
  /** Both in this currency; null: the shop's own. */
  currency: Money | null
  before: number
  amount: number
}

/**
 * Takes the spend of a report into the costs. Its spends are found again by network, campaign, ad set, day and channel:
 * the same report changes nothing, a later one brings them up to date. What an earlier report had of its ad sets, on the
 * days that it tells of, and it has not, is taken out; so a report by ad set follows one by campaign without doubling it.
 * A report with rows that could not be read takes nothing out. Answers the id it is kept under.
 */
export async function takeAdsReport(scope: WriteScope, { report, fileName }: { report: AdsReport; fileName: string }): Promise<string | NoRate | Refusal<'effort.ads-other-currency'>> {
  await lockAds(scope)
  const now = scope.clock.now()
  const { workspaceId } = scope
  const { network, spends, from, to, errors, currency: paidIn, ...counted } = report
  const { currency: own } = await workspace.shopProfile(scope)
  const currency = paidIn === own ? null : paidIn
  const known = await tables(scope).selectFrom('effortAdSpends').selectAll().where('workspaceId', '=', workspaceId).where('network', '=', network).where('day', '>=', from).where('day', '<=', to).execute()
  const knownBy = new Map(known.map((spend) => [spendKey(spend), spend]))
  const told = new Set(spends.map(spendKey))
  // A sum in one currency is no later word on a sum in another.
  if (known.some((spend) => spend.amount > 0 && spend.currency !== currency && tellsOf(spends)(spend))) return refuse('effort.ads-other-currency', { where: 'file', values: { file: paidIn } })
  const worthOf = await inOwn(scope, own, paidIn)
  const unknown = spends.filter(({ amount }) => amount > 0).map(worthOf).find((worth) => typeof worth !== 'number')
  if (unknown) return unknown

  const fresh = spends.filter((spend) => spend.amount > 0 && !knownBy.has(spendKey(spend))).map((spend) => ({ ...spend, costId: newId(now.getTime()) }))
  const differing = spends.flatMap((spend) => {
    const before = knownBy.get(spendKey(spend))
    return before && (before.amount !== spend.amount || (before.currency !== currency && spend.amount > 0)) ? [{ ...changeOf(before, spend.amount), currency }] : []
  })
  const gone = report.failedRows > 0 ? [] : known.filter((spend) => spend.amount > 0 && !told.has(spendKey(spend)) && tellsOf(spends)(spend)).map((spend) => changeOf(spend, 0))
  const changes = [...fresh.map((spend) => ({ ...spend, currency, before: 0 })), ...differing, ...gone]

  await insertSpends(scope, network, fresh.map((spend) => ({ ...spend, currency, worth: worthOf(spend) as number })))
  await setAmounts(scope, [...differing, ...gone].map((change) => ({ ...change, worth: change.amount === 0 ? 0 : (worthOf(change) as number) })))
  const reportId = newId(now.getTime())
  await tables(scope)
    .insertInto('effortAdReports')
    .values({
      workspaceId,
      reportId,
      network,
      fileName: basename(fileName).replace(/[\u0000-\u001f]/g, '').slice(0, 200) || 'report.csv',
      fromDay: from,
      toDay: to,
      ...counted,
      added: fresh.length + differing.filter(({ before }) => before === 0).length,
      changed: differing.filter(({ before, amount }) => before > 0 && amount > 0).length,
      unchanged: spends.filter((spend) => knownBy.get(spendKey(spend))?.amount === spend.amount && spend.amount > 0).length,
      removed: gone.length + differing.filter(({ amount }) => amount === 0).length,
      errors: JSON.stringify(errors) as never,
      currency,
      takenAt: now,
      undoneAt: null,
    })
    .execute()
  await inPieces(changes, (piece) =>
    tables(scope)
      .insertInto('effortAdChanges')
      .values(piece.map(({ costId, before }) => ({ workspaceId, reportId, costId, before })))
      .execute(),
  )
  await announce(scope, changes)
  return reportId
}

/** Undoes a report: each cost that it changed is again what it was before. The latest of its network goes first. */
export async function undoAdsReport(
  scope: WriteScope,
  reportId: string,
): Promise<undefined | NoRate | Refusal<'effort.ads-report-unknown' | 'effort.ads-report-undone' | 'effort.ads-report-before'>> {
  await lockAds(scope)
  const { workspaceId } = scope
  const report = await tables(scope).selectFrom('effortAdReports').select(['network', 'number', 'undoneAt']).where('workspaceId', '=', workspaceId).where('reportId', '=', reportId).executeTakeFirst()
  if (!report) return refuse('effort.ads-report-unknown', { where: 'id' })
  if (report.undoneAt) return refuse('effort.ads-report-undone', { where: 'id' })
  const later = await tables(scope)
    .selectFrom('effortAdReports as r')
    .select('r.fileName')
    .where('r.workspaceId', '=', workspaceId)
    .where('r.network', '=', report.network)
    .where('r.number', '>', report.number)
    .where('r.undoneAt', 'is', null)
    .where((eb) => eb.or([eb('r.added', '>', 0), eb('r.changed', '>', 0), eb('r.removed', '>', 0)]))
    .executeTakeFirst()
  if (later) return refuse('effort.ads-report-before', { where: 'id', values: { later: later.fileName } })
  const changed = await tables(scope)
    .selectFrom('effortAdChanges as c')
    .innerJoin('effortAdSpends as s', (join) => join.onRef('s.workspaceId', '=', 'c.workspaceId').onRef('s.costId', '=', 'c.costId'))
    .select(['c.costId', 'c.before', 's.day', 's.currency'])
    .where('c.workspaceId', '=', workspaceId)
    .where('c.reportId', '=', reportId)
    .execute()
  const { currency: own } = await workspace.shopProfile(scope)
  const worthIn = new Map(await Promise.all([...new Set(changed.map((spend) => spend.currency ?? own))].map(async (currency) => [currency, await inOwn(scope, own, currency)] as const)))
  const back = changed.map(({ costId, before, day, currency }) => ({ costId, day, currency, before, amount: before, worth: before === 0 ? 0 : worthIn.get(currency ?? own)!({ day, amount: before }) }))
  const unknown = back.map(({ worth }) => worth).find((worth) => typeof worth !== 'number')
  if (unknown) return unknown
  await setAmounts(scope, back.map((change) => ({ ...change, worth: change.worth as number })))
  await tables(scope).updateTable('effortAdReports').set({ undoneAt: scope.clock.now() }).where('workspaceId', '=', workspaceId).where('reportId', '=', reportId).execute()
  await announce(scope, back)
}

type StoredSpend = Selectable<EffortTables['effortAdSpends']>

const changeOf = ({ costId, day, currency, amount: before }: StoredSpend, amount: number): Change => ({ costId, day, currency, before, amount })

/** Whether these spends are the whole word on another: they name its ad set, or one of both stops at the campaign. */
function tellsOf(spends: readonly AdSpend[]): (spend: StoredSpend) => boolean {
  const adSets = new Map<string, Set<string>>()
  for (const { campaign, adSet } of spends) adSets.set(campaign, (adSets.get(campaign) ?? new Set()).add(adSet))
  return ({ campaign, adSet }) => {
    const told = adSets.get(campaign)
    return told !== undefined && (told.has(adSet) || told.has('') || adSet === '')
  }
}

async function insertSpends(scope: WriteScope, network: AdNetwork, spends: readonly (AdSpend & { costId: string; currency: Money | null; worth: number })[]): Promise<void> {
  const { workspaceId } = scope
  await inPieces(spends, async (piece) => {
    const costs = piece.map(({ costId, campaign, adSet, day, channel, amount, currency, worth }) => {
      const note = [campaign, adSet].filter(Boolean).join(' · ').slice(0, 200)
      return { workspaceId, costId, channel, kind: 'ads' as const, day, amount: worth, originalCurrency: currency, originalAmount: currency && amount, note, notedAt: scope.clock.now(), removedAt: null }
    })
    await tables(scope).insertInto('effortCosts').values(costs).execute()
    await tables(scope).insertInto('effortAdSpends').values(piece.map(({ worth: _, ...spend }) => ({ workspaceId, network, ...spend }))).execute()
  })
}

/** Sets what the reports say of these costs, and the costs to it; of nothing spent no cost is left. */
async function setAmounts(scope: WriteScope, changes: readonly (Change & { worth: number })[]): Promise<void> {
  if (changes.length === 0) return
  const said = sql`unnest(${changes.map(({ costId }) => costId)}::uuid[], ${changes.map(({ amount }) => amount)}::bigint[], ${changes.map(({ worth }) => worth)}::bigint[], ${changes.map(({ currency }) => currency)}::text[]) as said (cost_id, amount, worth, currency)`
  await sql`update effort_ad_spends s set amount = said.amount, currency = said.currency from ${said} where s.workspace_id = ${scope.workspaceId} and s.cost_id = said.cost_id`.execute(scope.db)
  await sql`
    update effort_costs c set amount = said.worth, original_currency = said.currency, original_amount = case when said.currency is not null then said.amount end,
      removed_at = case when said.amount = 0 then ${scope.clock.now()}::timestamptz end
    from ${said} where c.workspace_id = ${scope.workspaceId} and c.cost_id = said.cost_id`.execute(scope.db)
}

async function announce(scope: WriteScope, changes: readonly Pick<Change, 'costId' | 'day'>[]): Promise<void> {
  const ofMonth = new Map(changes.map(({ costId, day }) => [day.slice(0, 7), { costId, day }]))
  for (const { costId, day } of ofMonth.values()) await scope.announce({ type: 'CostChanged', costId, day })
}

/** A statement takes 65,535 values. */
async function inPieces<T>(rows: readonly T[], work: (piece: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += 5_000) await work(rows.slice(from, from + 5_000))
}

/** Two reports at once would both take a spend for new. */
const lockAds = (scope: WriteScope) => sql`select pg_advisory_xact_lock(hashtextextended(${`ads ${scope.workspaceId}`}, 0))`.execute(scope.db)

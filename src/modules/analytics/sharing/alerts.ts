import type { Kysely } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { textsIn } from '#platform/i18n'
import type { Letter } from '#platform/mail'
import type { ReadScope, WriteScope } from '#platform/scope'
import { reasonOf, unusualSites, type UnusualSite } from '../queries/unusual-sites.ts'
import { tables } from '../tables.ts'

export async function wantsAlerts(scope: ReadScope, loginId: string): Promise<boolean> {
  const row = await tables(scope).selectFrom('analyticsAlerts').select('loginId').where('workspaceId', '=', scope.workspaceId).where('loginId', '=', loginId).executeTakeFirst()
  return row !== undefined
}

export async function wantAlerts(scope: WriteScope, loginId: string, wanted: boolean): Promise<void> {
  const { workspaceId } = scope
  if (!wanted) await tables(scope).deleteFrom('analyticsAlerts').where('workspaceId', '=', workspaceId).where('loginId', '=', loginId).execute()
  else
    await tables(scope)
      .insertInto('analyticsAlerts')
      .values({ workspaceId, loginId, wantedAt: scope.clock.now() })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'loginId']).doNothing())
      .execute()
}

export async function shopsWithAlerts(db: Kysely<{}>): Promise<string[]> {
  const rows = await tables({ db }).selectFrom('analyticsAlerts').select('workspaceId').distinct().execute()
  return rows.map(({ workspaceId }) => workspaceId)
}

export interface Alert {
  loginId: string
  subjects: string[]
  letter: Omit<Letter, 'to'>
}

/**
 * Takes what is unusual and has not been told, as letters, one for each who wants to hear; from now on it counts as told.
 * `untell` gives back what could not be sent. Whoever works here no more is left out.
 */
export async function takeAlerts(scope: WriteScope, publicUrl: string | null): Promise<Alert[]> {
  const shop = await workspace.shopProfile(scope)
  const unusual = await unusualSites(scope, dayIn(shop.zone, scope.clock.now()))
  if (unusual.length === 0) return []
  const here = new Set((await workspace.members(scope)).flatMap(({ loginId }) => loginId ?? []))
  const wanting = await tables(scope).selectFrom('analyticsAlerts').select('loginId').where('workspaceId', '=', scope.workspaceId).execute()
  const alerts: Alert[] = []
  for (const { loginId } of wanting) {
    if (!here.has(loginId)) continue
    const toldAt = scope.clock.now()
    const told = await tables(scope)
      .insertInto('analyticsAlertsTold')
      .values(unusual.map(({ subject }) => ({ workspaceId: scope.workspaceId, subject, loginId, toldAt })))
      .onConflict((conflict) => conflict.columns(['workspaceId', 'subject', 'loginId']).doNothing())
      .returning('subject')
      .execute()
    const fresh = unusual.filter(({ subject }) => told.some((one) => one.subject === subject))
    if (fresh.length > 0) alerts.push({ loginId, subjects: fresh.map(({ subject }) => subject), letter: letterOf(shop, fresh, publicUrl, loginId) })
  }
  return alerts
}

export const untell = (scope: WriteScope, { loginId, subjects }: Alert) =>
  tables(scope).deleteFrom('analyticsAlertsTold').where('workspaceId', '=', scope.workspaceId).where('loginId', '=', loginId).where('subject', 'in', subjects).execute()

function letterOf(shop: { name: string; country: 'ID' | 'MY' }, unusual: readonly UnusualSite[], publicUrl: string | null, loginId: string): Omit<Letter, 'to'> {
  const t = textsIn(shop.country === 'MY' ? 'ms' : 'id')
  const lines = unusual.map((one) =>
    t(`analytics-agenda:reasons.${reasonOf(one)}`, { site: one.site.name, count: one.count, usual: Math.max(1, Math.round(one.usual)), channel: t(`channels:${one.grown}`) }),
  )
  return {
    subject: t('visit-sharing:alerts.subject', { shop: shop.name }),
    text: [...lines, publicUrl === null ? null : `${publicUrl}/visits`, t('visit-sharing:alerts.stop')].filter(Boolean).join('\n\n'),
    messageId: `visits-${loginId}-${unusual[0]!.subject}`,
  }
}

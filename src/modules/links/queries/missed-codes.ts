import { sql } from 'kysely'
import type { MissedCode } from '#contract/links.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { slipsOf } from '../model/slips.ts'
import { tables } from '../tables.ts'

const MOST = 50

/** The codes that people asked for in the last days and that lead nowhere now, the most asked for first. */
export async function missedCodes(scope: ReadScope, days: number): Promise<MissedCode[]> {
  const { zone } = await workspace.shopProfile(scope)
  const rows = await tables(scope)
    .selectFrom('linksMissed')
    .select(['code', sql<number>`sum(times)::int`.as('times'), sql<string>`max(day)`.as('lastDay')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('day', '>', addDays(dayIn(zone, scope.clock.now()), -days))
    .groupBy('code')
    .orderBy('times', 'desc')
    .orderBy('code')
    .limit(MOST)
    .execute()
  return Promise.all(rows.map(async (row) => ({ ...row, ...(await meantBy(scope, row.code)) })))
}

/** The link itself where it is closed or over, else the open one that was all but typed. */
async function meantBy(scope: ReadScope, code: string): Promise<Pick<MissedCode, 'because' | 'link'>> {
  const links = await tables(scope)
    .selectFrom('linksLinks')
    .select(['id', 'code', 'name', 'channel', 'closedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('code', 'in', [code, ...slipsOf(code)])
    .orderBy('createdAt', 'desc')
    .execute()
  const own = links.find((link) => link.code === code)
  const meant = own ?? links.find((link) => link.closedAt === null)
  const because = own ? (own.closedAt === null ? 'over' : 'closed') : 'unknown'
  return { because, link: meant ? { id: meant.id, code: meant.code, name: meant.name, channel: meant.channel } : null }
}

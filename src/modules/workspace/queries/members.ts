import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { hourlyWorths } from './hourly-worths.ts'
import { shopProfile } from './shop-profile.ts'

export interface MemberOfShop {
  id: string
  loginId: string | null
  name: string
  role: 'owner' | 'staff'
  /** What an hour of theirs is worth today; null where nobody said. */
  hourly: number | null
}

/** Who works in the shop, in the order they came. */
export async function members(scope: ReadScope): Promise<MemberOfShop[]> {
  const [rows, worths, shop] = await Promise.all([
    tables(scope)
      .selectFrom('workspaceMembers')
      .select(['memberId as id', 'loginId', 'name', 'role'])
      .where('workspaceId', '=', scope.workspaceId)
      .orderBy('joinedAt')
      .orderBy('memberId')
      .execute(),
    hourlyWorths(scope),
    shopProfile(scope),
  ])
  const today = dayIn(shop.zone, scope.clock.now())
  return rows.map((row) => ({
    ...row,
    hourly: worths.findLast((worth) => worth.memberId === row.id && worth.from <= today)?.hourly ?? null,
  }))
}

/** The member that a login is in this shop; null for a stranger. */
export async function memberOfLogin(scope: ReadScope, loginId: string): Promise<string | null> {
  const row = await tables(scope)
    .selectFrom('workspaceMembers')
    .select('memberId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('loginId', '=', loginId)
    .executeTakeFirst()
  return row?.memberId ?? null
}

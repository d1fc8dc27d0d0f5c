import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { hourlyWorths } from './hourly-worths.ts'
import { shopProfile } from './shop-profile.ts'

export interface MemberOfShop {
  id: string
  /** What they sign in with; null for who has no login, or has left. */
  loginId: string | null
  name: string
  role: 'owner' | 'staff'
  /** What an hour of theirs is worth today; null where nobody said. */
  hourly: number | null
  /** No longer at work here. */
  left: boolean
}

/** Who works in the shop, and who did, in the order they came: whose hours stand in its sums. */
export async function members(scope: ReadScope): Promise<MemberOfShop[]> {
  const [rows, worths, shop] = await Promise.all([
    tables(scope)
      .selectFrom('workspaceMembers')
      .select(['memberId as id', 'loginId', 'name', 'role', 'leftAt'])
      .where('workspaceId', '=', scope.workspaceId)
      .orderBy('joinedAt')
      .orderBy('memberId')
      .execute(),
    hourlyWorths(scope),
    shopProfile(scope),
  ])
  const today = dayIn(shop.zone, scope.clock.now())
  return rows.map(({ leftAt, ...row }) => ({
    ...row,
    loginId: leftAt === null ? row.loginId : null,
    left: leftAt !== null,
    hourly: worths.findLast((worth) => worth.memberId === row.id && worth.from <= today)?.hourly ?? null,
  }))
}

/** Whether somebody works here under this id, or did. */
export async function isMember(scope: ReadScope, memberId: string): Promise<boolean> {
  const row = await tables(scope).selectFrom('workspaceMembers').select('memberId').where('workspaceId', '=', scope.workspaceId).where('memberId', '=', memberId).executeTakeFirst()
  return row !== undefined
}

/** The member that a login is in this shop; null for a stranger, and for who has left. */
export async function memberOfLogin(scope: ReadScope, loginId: string): Promise<string | null> {
  const row = await rowOfLogin(scope, loginId)
  return row && row.leftAt === null ? row.memberId : null
}

/** What whoever has, or had, this login here is called; for what they did. */
export const nameOfLogin = async (scope: ReadScope, loginId: string): Promise<string | null> => (await rowOfLogin(scope, loginId))?.name ?? null

const rowOfLogin = (scope: ReadScope, loginId: string) =>
  tables(scope)
    .selectFrom('workspaceMembers')
    .select(['memberId', 'name', 'leftAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('loginId', '=', loginId)
    .executeTakeFirst()

import type { Kysely } from 'kysely'
import { Slug, type DemoShop, type ShopProfile } from '#contract/workspace.ts'
import { tables } from '../tables.ts'

// These ask across shops, before one is chosen: they take the database itself, not a scope.

export type ShopOfLogin = ShopProfile & { role: 'owner' | 'staff' }

/** The shops a login works in, the oldest first, demo shops last. */
export async function shopsOfLogin(db: Kysely<{}>, loginId: string): Promise<ShopOfLogin[]> {
  const rows = await tables({ db })
    .selectFrom('workspaceMembers as member')
    .innerJoin('workspaceShops as shop', 'shop.workspaceId', 'member.workspaceId')
    .select([
      'shop.workspaceId as id',
      'shop.name',
      'shop.slug',
      'shop.country',
      'shop.currency',
      'shop.zone',
      'shop.aim',
      'shop.whatsapp',
      'shop.demo',
      'member.role',
    ])
    .where('member.loginId', '=', loginId)
    .where('member.leftAt', 'is', null)
    .orderBy((eb) => eb('shop.demo', 'is not', null))
    .orderBy('shop.begunAt')
    .execute()
  return rows.map(profiled)
}

/** As which member of each of these shops a login works there. */
export const membershipsOf = (db: Kysely<{}>, loginId: string): Promise<{ workspaceId: string; memberId: string }[]> =>
  tables({ db }).selectFrom('workspaceMembers').select(['workspaceId', 'memberId']).where('loginId', '=', loginId).where('leftAt', 'is', null).execute()

/** Outside it only matters that a shop is a demo, not which one. */
const profiled = <Row extends { demo: DemoShop | null }>(row: Row) => ({ ...row, demo: row.demo !== null })

/** What a login is in a shop; null for a stranger, and for who has left. */
export async function roleIn(db: Kysely<{}>, workspaceId: string, loginId: string): Promise<'owner' | 'staff' | null> {
  const row = await tables({ db })
    .selectFrom('workspaceMembers')
    .select('role')
    .where('workspaceId', '=', workspaceId)
    .where('loginId', '=', loginId)
    .where('leftAt', 'is', null)
    .executeTakeFirst()
  return row?.role ?? null
}

/** The shop whose public page stands under this slug; null for none. */
export async function shopBySlug(db: Kysely<{}>, slug: string): Promise<ShopProfile | null> {
  // It comes out of an address that anybody may type, with letters that no text of PostgreSQL's may hold.
  if (!Slug.safeParse(slug).success) return null
  const row = await tables({ db })
    .selectFrom('workspaceShops')
    .select(['workspaceId as id', 'name', 'slug', 'country', 'currency', 'zone', 'aim', 'whatsapp', 'demo'])
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row ? profiled(row) : null
}

/** Every shop, for work that goes round all of them (publishing, schedules). */
export async function allShops(db: Kysely<{}>): Promise<{ id: string; slug: string; demo: boolean }[]> {
  const rows = await tables({ db }).selectFrom('workspaceShops').select(['workspaceId as id', 'slug', 'demo']).orderBy('begunAt').execute()
  return rows.map(profiled)
}

/** The id of a demo shop; null where it is not laid down. Where two were, the older one. */
export async function demoShopId(db: Kysely<{}>, demo: DemoShop): Promise<string | null> {
  const row = await tables({ db }).selectFrom('workspaceShops').select('workspaceId').where('demo', '=', demo).orderBy('begunAt').executeTakeFirst()
  return row?.workspaceId ?? null
}

/** Demo shops that no login is in any more. */
export async function abandonedDemos(db: Kysely<{}>): Promise<string[]> {
  const rows = await tables({ db })
    .selectFrom('workspaceShops as shop')
    .select('shop.workspaceId')
    .where('shop.demo', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('workspaceMembers as member').select('member.memberId').whereRef('member.workspaceId', '=', 'shop.workspaceId').where('member.loginId', 'is not', null),
        ),
      ),
    )
    .execute()
  return rows.map(({ workspaceId }) => workspaceId)
}

/** Lets logins that are gone leave the shops they were in. */
export async function leaveShops(db: Kysely<{}>, loginIds: readonly string[]): Promise<void> {
  if (loginIds.length > 0) await tables({ db }).deleteFrom('workspaceMembers').where('loginId', 'in', loginIds).execute()
}

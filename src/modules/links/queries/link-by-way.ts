import type { Kysely, Selectable } from 'kysely'
import { acrossShops } from '#modules/workspace'
import { tables, type LinksTables } from '../tables.ts'

/**
 * The link behind a way in: a code, of whichever shop; or `sambal/promo`, a word or code of that shop alone. Asked by who
 * opens it, before a shop is known; so it takes the database itself and not a scope.
 */
export async function linkByWay(db: Kysely<{}>, way: string): Promise<Selectable<LinksTables['linksLinks']> | null> {
  const links = tables({ db }).selectFrom('linksLinks').selectAll()
  const slash = way.indexOf('/')
  if (slash < 0) return (await links.where('code', '=', way).executeTakeFirst()) ?? null
  const shop = await acrossShops.shopBySlug(db, way.slice(0, slash))
  if (!shop) return null
  const named = way.slice(slash + 1)
  const ofShop = links.where('workspaceId', '=', shop.id)
  return (await ofShop.where('word', '=', named).executeTakeFirst()) ?? (await ofShop.where('code', '=', named).executeTakeFirst()) ?? null
}

import type { Kysely, Selectable } from 'kysely'
import { tables, type LinksTables } from '../tables.ts'

/**
 * The link behind a code, of whichever shop: asked by who opens it, before a shop is known; so it takes the database
 * itself and not a scope.
 */
export async function linkByCode(db: Kysely<{}>, code: string): Promise<Selectable<LinksTables['linksLinks']> | null> {
  const link = await tables({ db }).selectFrom('linksLinks').selectAll().where('code', '=', code).executeTakeFirst()
  return link ?? null
}

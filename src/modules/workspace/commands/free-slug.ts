import { sql } from 'kysely'
import { Slug } from '#contract/workspace.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Which first parts of a path the desk and the public pages have for themselves. */
export interface SlugRules {
  reserved: ReadonlySet<string>
}

/** The slug that was asked for, if it can be had; otherwise the first free one of `base`, `base-2`, `base-3` … */
export async function freeSlug(scope: WriteScope, rules: SlugRules, wanted: string | null, base: string): Promise<string | Refusal> {
  // One after the other: two shops of one name, begun in the same moment, would both find the slug free.
  await sql`select pg_advisory_xact_lock(hashtextextended('workspace slugs', 0))`.execute(scope.db)
  if (wanted !== null) {
    const slug = wanted.trim().toLowerCase()
    if (!Slug.safeParse(slug).success) return refuse('workspace.slug-unreadable', { where: 'slug', values: { slug: wanted } })
    if (rules.reserved.has(slug)) return refuse('workspace.slug-reserved', { where: 'slug', values: { slug } })
    if (await taken(scope, slug)) return refuse('workspace.slug-taken', { where: 'slug', values: { slug } })
    return slug
  }
  const stem = base === '' || rules.reserved.has(base) ? `toko-${base}`.replace(/-$/, '') : base
  for (let number = 1; ; number++) {
    const slug = number === 1 ? stem : `${stem.slice(0, 36)}-${number}`
    if (!rules.reserved.has(slug) && !(await taken(scope, slug))) return slug
  }
}

async function taken(scope: WriteScope, slug: string): Promise<boolean> {
  const row = await tables(scope)
    .selectFrom('workspaceShops')
    .select('workspaceId')
    .where('slug', '=', slug)
    .where('workspaceId', '<>', scope.workspaceId)
    .executeTakeFirst()
  return row !== undefined
}

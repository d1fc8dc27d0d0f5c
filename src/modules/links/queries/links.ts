import type { LinkFigures, LinkWithFigures } from '#contract/links.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { tables } from '../tables.ts'
import { conditionsAsShown } from './conditions-of-links.ts'
import { linkFigures, NOTHING } from './link-figures.ts'

export interface LinksAsked {
  days: number
  limit: number
  cursor?: string | undefined
  /** Closed ones instead of open ones. */
  closed?: boolean
  /** Words that a link is known by, as its list shows it in the reader's language. */
  sought?: { words: string; language: Language } | undefined
}

/**
 * Links with what they brought in the last days: those that opened most chats first, then by visits and clicks, then
 * the newest. Links of placements stand with their placements and not here.
 */
export async function links(
  scope: ReadScope,
  needs: LinksNeeds,
  { days, limit, cursor, closed = false, sought }: LinksAsked,
): Promise<{ items: LinkWithFigures[]; next?: string; days: number; found: number; total: LinkFigures | null }> {
  const [rows, figures] = await Promise.all([openOrClosed(scope, closed), linkFigures(scope, days)])
  const of = (id: string): LinkFigures | null => figures && (figures.get(id) ?? NOTHING)
  const ranked = rows
    .filter(sought ? holding(sought) : () => true)
    .map((row) => ({ row, figures: of(row.id) }))
    .sort((one, other) => worth(other.figures) - worth(one.figures) || other.row.createdAt.getTime() - one.row.createdAt.getTime())
  const start = Number(cursor) || 0
  const shown = ranked.slice(start, start + limit)
  const addresses = await addressesOf(scope, needs)
  const now = scope.clock.now()
  const conditions = await conditionsAsShown(
    scope,
    shown.map(({ row }) => row.id),
  )
  return {
    items: shown.map(({ row, figures }) => ({ ...presentLink(addresses, row, null, now, conditions.get(row.id)), figures })),
    ...(start + limit < ranked.length && { next: String(start + limit) }),
    days,
    found: ranked.length,
    total: figures && sumOf([...figures.values()]),
  }
}

/** Which links hold the words in what their row says of them. */
function holding({ words, language }: NonNullable<LinksAsked['sought']>) {
  const text = textsIn(language)
  const small = words.toLocaleLowerCase(language)
  return ({ name, word, code, chatCode, target, channel }: Awaited<ReturnType<typeof openOrClosed>>[number]): boolean =>
    [name, word, code, chatCode, target, text(`channels:${channel}`)].some((said) => said?.toLocaleLowerCase(language).includes(small))
}

const sumOf = (all: LinkFigures[]): LinkFigures =>
  all.reduce(
    (sum, one) => ({ clicks: sum.clicks + one.clicks, visits: sum.visits + one.visits, whatsappOpened: sum.whatsappOpened + one.whatsappOpened }),
    NOTHING,
  )

/** One number to rank by: an opened chat goes before any number of clicks a small shop has. */
const worth = (figures: LinkFigures | null): number =>
  figures === null ? 0 : figures.whatsappOpened * 1e9 + figures.visits * 1e4 + Math.min(figures.clicks, 9999)

const openOrClosed = (scope: ReadScope, closed: boolean) =>
  tables(scope)
    .selectFrom('linksLinks')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('placementId', 'is', null)
    .where('closedAt', closed ? 'is not' : 'is', null)
    .orderBy('createdAt', 'desc')
    // Ranked in memory, since clicks live in the other engine: bounded, the newest kept.
    .limit(5000)
    .execute()

/** The links of these posts, on whichever account: for whoever shows posts with their codes. */
export async function linksOfPosts(
  scope: ReadScope,
  postIds: readonly string[],
): Promise<{ postId: string; accountId: string | null; linkId: string; code: string; chatCode: string | null }[]> {
  if (postIds.length === 0) return []
  const rows = await tables(scope)
    .selectFrom('linksLinks')
    .select(['postId', 'accountId', 'id as linkId', 'code', 'chatCode'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', 'in', [...postIds])
    .where('closedAt', 'is', null)
    .execute()
  return rows.map((row) => ({ ...row, postId: row.postId! }))
}

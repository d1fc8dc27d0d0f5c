import type { GoalKind } from '#contract/visit-goals.ts'
import type { Database } from '#platform/db'
import { isOfSite } from '../model.ts'
import { joinedSites } from '../queries/joined-sites.ts'
import { tables } from '../tables.ts'
import type { TrackerWords } from './tracker-file.ts'

/** Where the shop's own page stands, order form and pay pages too; none where nobody outside could open it. Handed in, for links knows. */
export type PageAddresses = (workspaceId: string) => Promise<readonly string[]>

/** A site that a tracker is made for; `host` is null for the shop's page. */
interface TrackedSite {
  siteId: string
  workspaceId: string
  host: string | null
}

/** What a site's tracker has to know, asked for once in half a minute however often the script is fetched. */
export function openTrackerWords(db: Database['reader'], pageAddresses: PageAddresses): (key: string, site: TrackedSite) => Promise<TrackerWords> {
  const known = new Map<string, { words: Promise<TrackerWords>; askedAt: number }>()
  return (key, site) => {
    const entry = known.get(key)
    if (entry && performance.now() - entry.askedAt < FRESH_MS) return entry.words
    if (known.size >= MOST_KNOWN) known.clear()
    const words = wordsOf(db, pageAddresses, key, site)
    known.set(key, { words, askedAt: performance.now() })
    words.catch(() => known.delete(key))
    return words
  }
}

const FRESH_MS = 30_000
const MOST_KNOWN = 5_000

async function wordsOf(db: Database['reader'], pageAddresses: PageAddresses, key: string, site: TrackedSite): Promise<TrackerWords> {
  const { workspaceId, siteId } = site
  const [goals, settings, others] = await Promise.all([
    tables({ db })
      .selectFrom('analyticsGoals')
      .select(['name', 'kind', 'what'])
      .where('workspaceId', '=', workspaceId)
      .where('siteId', '=', siteId)
      .where('kind', 'in', ['words', 'link', 'element', 'form'])
      .orderBy('addedAt')
      .execute(),
    tables({ db }).selectFrom('analyticsSiteSettings').select(['without', 'consent']).where('workspaceId', '=', workspaceId).where('siteId', '=', siteId).executeTakeFirst(),
    otherPlaces(db, pageAddresses, site),
  ])
  return { key, without: [...(settings?.without ?? []), ...(settings?.consent ? [] : ['consent'])], goals: goals.map(({ name, kind, what }) => [...pickedBy(kind, what), name] as const), others }
}

/** A shop has a few sites; each more makes the script longer. */
const MOST_OTHERS = 20

/**
 * Where the shop's other sites stand, of those that are joined with others, as a pattern of host and path; '' where there are none
 * or this site is apart. What lies below another site and is this one itself (`toko.sambal.id` below `sambal.id`) is not over there.
 */
async function otherPlaces(db: Database['reader'], pageAddresses: PageAddresses, { workspaceId, siteId, host }: TrackedSite): Promise<string> {
  const [joined, pages] = await Promise.all([joinedSites(db, workspaceId), pageAddresses(workspaceId)])
  const hosts = joined.flatMap((site) => (site.id !== siteId && site.host !== null ? [site.host] : [])).slice(0, MOST_OTHERS)
  const hasPage = siteId !== workspaceId && joined.some(({ id }) => id === workspaceId)
  const places = [...hosts.map((other) => `${asPattern(other)}\\/`), ...(hasPage ? pages.map(patternOfPage) : [])]
  if (places.length === 0 || !joined.some(({ id }) => id === siteId)) return ''
  const isBelow = host !== null && hosts.some((other) => isOfSite(host, other))
  return `^${isBelow ? `(?!([^/]+\\.)?${asPattern(host)}\\/)` : ''}([^/]+\\.)?(${places.join('|')})`
}

/** The page under a domain of its own is its root alone: links stand below. Elsewhere it is all that begins like it. */
function patternOfPage(address: string): string {
  const { host, pathname } = new URL(address)
  return pathname === '/' ? `${asPattern(host)}\\/$` : `${asPattern(host + pathname)}\\b`
}

const asPattern = (text: string): string => text.replace(/[^\w-]/g, '\\$&')

/** What is acted on, and the words in it. */
function pickedBy(kind: GoalKind, what: string): [selector: string, words: string] {
  if (kind === 'words') return ['a,button,summary,label,[role=button]', what]
  if (kind === 'link') return [`a[href*="${what.replace(/["\\]/g, '\\$&')}" i]`, '']
  // Whatever is clicked in a form is none: a form is told by its sending.
  return [kind === 'form' ? what || 'form' : what, '']
}

import type { GoalKind } from '#contract/visit-goals.ts'
import type { Database } from '#platform/db'
import { tables } from '../tables.ts'
import type { KnownSite } from './sites.ts'
import type { TrackerWords } from './tracker-file.ts'

/** What a site's tracker has to know, asked for once in half a minute however often the script is fetched. */
export function openTrackerWords(db: Database['reader']): (key: string, site: KnownSite) => Promise<TrackerWords> {
  const known = new Map<string, { words: Promise<TrackerWords>; askedAt: number }>()
  return (key, site) => {
    const entry = known.get(key)
    if (entry && performance.now() - entry.askedAt < FRESH_MS) return entry.words
    if (known.size >= MOST_KNOWN) known.clear()
    const words = wordsOf(db, key, site)
    known.set(key, { words, askedAt: performance.now() })
    words.catch(() => known.delete(key))
    return words
  }
}

const FRESH_MS = 30_000
const MOST_KNOWN = 5_000

async function wordsOf(db: Database['reader'], key: string, { workspaceId, siteId }: KnownSite): Promise<TrackerWords> {
  const [goals, settings] = await Promise.all([
    tables({ db })
      .selectFrom('analyticsGoals')
      .select(['name', 'kind', 'what'])
      .where('workspaceId', '=', workspaceId)
      .where('siteId', '=', siteId)
      .where('kind', 'in', ['words', 'link', 'element', 'form'])
      .orderBy('addedAt')
      .execute(),
    tables({ db }).selectFrom('analyticsSiteSettings').select(['without', 'consent']).where('workspaceId', '=', workspaceId).where('siteId', '=', siteId).executeTakeFirst(),
  ])
  return { key, without: [...(settings?.without ?? []), ...(settings?.consent ? [] : ['consent'])], goals: goals.map(({ name, kind, what }) => [...pickedBy(kind, what), name] as const), hosts: [] }
}

/** What is acted on, and the words in it. */
function pickedBy(kind: GoalKind, what: string): [selector: string, words: string] {
  if (kind === 'words') return ['a,button,summary,label,[role=button]', what]
  if (kind === 'link') return [`a[href*="${what.replace(/["\\]/g, '\\$&')}" i]`, '']
  // Whatever is clicked in a form is none: a form is told by its sending.
  return [kind === 'form' ? what || 'form' : what, '']
}

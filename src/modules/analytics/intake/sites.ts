import { acrossShops } from '#modules/workspace'
import type { Database } from '#platform/db'
import { ACROSS, shopOfPageKey, tidyHost } from '../model.ts'
import { tables } from '../tables.ts'
import type { TrackerWords } from './tracker-file.ts'
import { openTrackerWords, type PageAddresses } from './tracker-words.ts'

/** A site as the intake knows it. */
export interface KnownSite {
  siteId: string
  workspaceId: string
  /** Hits count only from here and below; null for the shop's page, which stands on Kicau's own host. */
  host: string | null
  /** Whether visits go on here from the shop's other sites, and from here there. */
  joins: boolean
}

export interface Sites {
  /**
   * The site with this key, this id, or this host where no other shop has a site there: other tools know sites by those.
   * At once when it was asked for in the last half minute.
   */
  byKey(key: string): KnownSite | null | Promise<KnownSite | null>
  /** The site whose own server has the key of this hash. */
  byServerKey(hash: string): Promise<KnownSite | null>
  /** What the tracker of a site has to know. */
  trackerWords(key: string, site: KnownSite): Promise<TrackerWords>
}

const FRESH_MS = 30_000
const UNKNOWN_FRESH_MS = 5_000
// A stranger may try any number of keys.
const MOST_KEYS = 20_000

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

interface Entry {
  site: KnownSite | null
  askedAt: number
}

/** What is known stays in use while it is asked for again, and while PostgreSQL is out of reach. */
export function analyticsSites({ reader }: Database, pageAddresses: PageAddresses = () => Promise.resolve([])): Sites {
  const known = new Map<string, Entry>()
  const asking = new Map<string, Promise<KnownSite | null>>()

  let shops: { ids: Promise<Set<string>>; askedAt: number } | undefined

  /** Guessed keys cost one question in a few seconds, however many there are. */
  const isShop = async (id: string): Promise<boolean> => {
    if (shops && (await shops.ids).has(id)) return true
    if (!shops || performance.now() - shops.askedAt > UNKNOWN_FRESH_MS) {
      shops = { ids: acrossShops.allShops(reader).then((all) => new Set(all.map((shop) => shop.id))), askedAt: performance.now() }
      shops.ids.catch(() => {
        shops = undefined
      })
    }
    return (await shops.ids).has(id)
  }

  const joins = async (siteId: string): Promise<boolean> => {
    const settings = await tables({ db: reader }).selectFrom('analyticsSiteSettings').select('without').where('siteId', '=', siteId).executeTakeFirst()
    return !settings?.without.includes(ACROSS)
  }

  const find = async (key: string): Promise<KnownSite | null> => {
    const shop = shopOfPageKey(key)
    if (shop) return (await isShop(shop)) ? { siteId: shop, workspaceId: shop, host: null, joins: await joins(shop) } : null
    const found = await tables({ db: reader })
      .selectFrom('analyticsSites')
      .select(['id', 'workspaceId', 'host'])
      .where((is) => (UUID.test(key) ? is('id', '=', key) : key.includes('.') ? is('host', '=', tidyHost(key) ?? key) : is('key', '=', key)))
      .where('removedAt', 'is', null)
      .limit(2)
      .execute()
    const [site] = found
    return site && found.length === 1 ? { siteId: site.id, workspaceId: site.workspaceId, host: site.host, joins: await joins(site.id) } : null
  }

  const ask = (key: string): Promise<KnownSite | null> => {
    let answer = asking.get(key)
    if (!answer) {
      answer = find(key)
        .then((site) => {
          if (known.size >= MOST_KEYS) known.clear()
          known.set(key, { site, askedAt: performance.now() })
          return site
        })
        .finally(() => asking.delete(key))
      asking.set(key, answer)
    }
    return answer
  }

  return {
    trackerWords: openTrackerWords(reader, pageAddresses),
    byServerKey: async (hash) => {
      const settings = await tables({ db: reader }).selectFrom('analyticsSiteSettings').select(['workspaceId', 'siteId']).where('serverKeyHash', '=', hash).executeTakeFirst()
      if (!settings) return null
      return settings.siteId === settings.workspaceId ? { ...settings, host: null, joins: false } : find(settings.siteId)
    },
    byKey: (key) => {
      const entry = known.get(key)
      if (!entry) return ask(key)
      const age = performance.now() - entry.askedAt
      if (entry.site === null) return age < UNKNOWN_FRESH_MS ? null : ask(key)
      if (age >= FRESH_MS) ask(key).catch(() => {})
      return entry.site
    },
  }
}

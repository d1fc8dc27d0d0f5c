import type { Kysely } from 'kysely'
import { acrossShops } from '#modules/workspace'
import type { WriteListener } from '#platform/db'
import { pathOnOwnDomain } from '../model/own-domain-path.ts'
import { tables } from '../tables.ts'

export interface OwnDomains {
  /** `https://toko.id`, where the shop has a domain that leads here. */
  addressOf(workspaceId: string): string | null
  /** The path that a request means: another than it asks for where it came in by the domain of a shop. */
  pathFor(host: string | undefined, url: string): string
  close(): void
}

interface Known {
  byHost: Map<string, string>
  byShop: Map<string, string>
}

export interface DomainsNeeds {
  db: Kysely<{}>
  news?: Pick<WriteListener, 'on'>
  protocol: 'http:' | 'https:'
  /** Kicau's own names: one that a shop had before it became Kicau's leads to the desk. */
  kicaus?: ReadonlySet<string>
}

const READ_AGAIN_MS = 60_000
const nowhere: ReadonlySet<string> = new Set()
const nobody: Known = { byHost: new Map(), byShop: new Map() }

/**
 * The domains that lead here, in memory: every request asks. Read anew at once when a shop's domain or name changes, and once
 * a minute in case the news were missed.
 */
export async function openDomains({ db, news, protocol, kicaus = nowhere }: DomainsNeeds): Promise<OwnDomains> {
  let known = nobody
  const read = async () => {
    const rows = await tables({ db }).selectFrom('linksDomains').select(['workspaceId', 'host']).where('provenAt', 'is not', null).where('state', '=', 'here').execute()
    if (rows.length === 0) return void (known = nobody)
    const slugs = new Map((await acrossShops.allShops(db)).map(({ id, slug }) => [id, slug]))
    const alive = rows.filter(({ workspaceId, host }) => slugs.has(workspaceId) && !kicaus.has(host))
    known = {
      byHost: new Map(alive.map(({ workspaceId, host }) => [host, slugs.get(workspaceId)!])),
      byShop: new Map(alive.map(({ workspaceId, host }) => [workspaceId, `${protocol}//${host}`])),
    }
  }
  // While the database is away, what was known stays in use.
  const readAgain = () => void read().catch(() => {})
  await read()
  const timer = setInterval(readAgain, READ_AGAIN_MS).unref()
  const stopHearing = news?.on(({ type }) => {
    if (type === 'OwnDomainChanged' || type === 'ShopChanged' || type === 'ShopRemoved') readAgain()
  })
  return {
    addressOf: (workspaceId) => known.byShop.get(workspaceId) ?? null,
    pathFor: (host, url) => {
      if (known.byHost.size === 0 || host === undefined) return url
      const slug = known.byHost.get(host.toLowerCase().replace(/\.?(?::\d+)?$/, ''))
      return slug === undefined ? url : pathOnOwnDomain(url, slug)
    },
    close: () => {
      clearInterval(timer)
      stopHearing?.()
    },
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { sharedLists, sharedSpans, type SharedVisits } from '#contract/visit-sharing.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, type Clock } from '#platform/clock'
import { isPassword, openTries } from '#platform/password'
import { isRefusal } from '#platform/refusal'
import type { ReadScope, Scopes } from '#platform/scope'
import { networkOf } from '../intake/visitor.ts'
import { askedOf, periodOf } from '../period.ts'
import { sites } from '../queries/sites.ts'
import { visitsBy } from '../queries/visits-by.ts'
import { visitsOfPeriod } from '../queries/visits-of-period.ts'
import { tables, type AnalyticsTables } from '../tables.ts'
import { dayNotes } from './notes.ts'
import { hashOfToken, SHARE_TOKEN } from './shares.ts'

type Share = Selectable<AnalyticsTables['analyticsShares']>

export interface SharedVisitsParts {
  db: Kysely<{}>
  scopes: Scopes
  clock: Clock
}

/** What whoever has the link is shown: its page; the question for its word; or nothing. */
export type Shown = { visits: SharedVisits } | { asks: string; language: SharedVisits['language'] } | null

export interface SharedVisitsDesk {
  /** `key`: what `unlock` gave for this link. */
  page(token: string, days: number, key: string | undefined): Promise<Shown>
  /** The key of a page for its word; or why not. Ten wrong words from an address close it for 15 minutes. */
  unlock(token: string, word: string, ip: string): Promise<{ key: string } | 'wrong' | 'too-many' | null>
  /** Visits of the last thirty days, for a badge; null where there is none. */
  badge(token: string): Promise<{ visits: number; language: SharedVisits['language'] } | null>
  /** Whose visits a program may ask about, of one site where it was made for one; null where there is no such address. */
  data(token: string): Promise<{ scope: ReadScope; site: string | null; language: SharedVisits['language'] } | null>
}

const ROWS = 8

/** Visits as others see them: read anew each time, by the link alone. */
export function openSharedVisits({ db, scopes, clock }: SharedVisitsParts): SharedVisitsDesk {
  const tries = openTries(clock)

  const find = async (token: string, shows: Share['shows']): Promise<Share | null> => {
    if (!SHARE_TOKEN.test(token)) return null
    const share = await tables({ db }).selectFrom('analyticsShares').selectAll().where('tokenHash', '=', hashOfToken(token)).where('shows', '=', shows).where('revokedAt', 'is', null).executeTakeFirst()
    return share && (share.expiresAt === null || share.expiresAt > clock.now()) ? share : null
  }

  const askedDays = async (share: Share, days: number) => {
    const scope = scopes.reading(share.workspaceId)
    const { zone } = await workspace.shopProfile(scope)
    const to = dayIn(zone, clock.now())
    const period = await periodOf(scope, { from: addDays(to, 1 - days), to })
    if (isRefusal(period)) throw new Error(`no period of ${days} days`)
    return { scope, period, asked: askedOf(period, share.siteId === null ? {} : { site: share.siteId }) }
  }

  return {
    page: async (token, wanted, key) => {
      const share = await find(token, 'page')
      if (!share) return null
      const { language } = share
      const scope = scopes.reading(share.workspaceId)
      const { name, zone } = await workspace.shopProfile(scope)
      if (share.password !== null && !isKey(share, token, key)) return { asks: name, language }
      const days = sharedSpans.find((one) => one === wanted) ?? 30
      const { period, asked } = await askedDays(share, days)
      const [{ moments, ...figures }, known, notes, ...lists] = await Promise.all([
        visitsOfPeriod(scope, asked, 'day'),
        sites(scope),
        dayNotes(scope, period),
        ...sharedLists.map((dimension) => visitsBy(scope, asked, dimension, { limit: ROWS, skip: 0 })),
      ])
      return {
        visits: {
          of: name,
          site: known.find(({ id }) => id === share.siteId)?.name ?? null,
          language,
          zone,
          days,
          from: period.from,
          to: period.to,
          visitors: figures.visitors,
          visits: figures.visits,
          views: figures.views,
          bounces: figures.bounces,
          engagedSeconds: figures.engagedSeconds,
          moments: moments.map(({ moment, visitors }) => ({ day: moment, visitors })),
          lists: sharedLists.map((dimension, at) => ({ dimension, rows: lists[at]!.rows.map(({ value, visitors }) => ({ value, visitors })) })),
          notes: notes.map(({ day, text }) => ({ day, text })),
          embed: share.embed,
        },
      }
    },
    unlock: async (token, word, ip) => {
      const share = await find(token, 'page')
      if (!share || share.password === null) return null
      if (!tries.take(share.id, networkOf(ip))) return 'too-many'
      if (!(await isPassword(share.password, word))) return 'wrong'
      tries.giveBack(share.id, networkOf(ip))
      return { key: keyOf(share, token) }
    },
    data: async (token) => {
      const share = await find(token, 'data')
      return share && { scope: scopes.reading(share.workspaceId), site: share.siteId, language: share.language }
    },
    badge: async (token) => {
      const share = await find(token, 'badge')
      if (!share) return null
      const { scope, asked } = await askedDays(share, 30)
      return { visits: (await visitsOfPeriod(scope, asked, 'day')).visits, language: share.language }
    },
  }
}

/** Who knows the link and its word: it says neither, and another word makes another key. */
const keyOf = ({ password }: Share, token: string): string => createHash('sha256').update(`${token} ${password}`).digest('hex')

function isKey(share: Share, token: string, key: string | undefined): boolean {
  const right = Buffer.from(keyOf(share, token))
  const given = Buffer.from(key ?? '')
  return given.length === right.length && timingSafeEqual(given, right)
}

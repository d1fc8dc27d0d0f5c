import { hitKinds } from '#contract/analytics.ts'
import { channels } from '#contract/channels.ts'
import { currencies } from '#contract/values.ts'
import { agentOf } from './agent.ts'
import type { DropReason, IncomingHit } from './incoming-hit.ts'

export interface Step {
  drops(hit: IncomingHit): boolean
  because: DropReason
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const kinds = new Set<string>(hitKinds)
const knownChannels = new Set<string>(channels)
const knownCurrencies = new Set<string>(currencies)
const LONGEST_ENGAGED_MS = 24 * 3_600_000

const isId = (id: string | undefined): boolean => id === undefined || UUID.test(id)
const isWhole = (number: number | undefined, most: number): boolean =>
  number === undefined || (Number.isSafeInteger(number) && Math.abs(number) <= most)

/** A row of the store is made of it without another look: one that ClickHouse refuses would hold up its whole block. */
function isMalformed(hit: IncomingHit): boolean {
  return !(
    UUID.test(hit.workspaceId) &&
    kinds.has(hit.kind) &&
    isId(hit.siteId) &&
    isId(hit.linkId) &&
    isId(hit.postId) &&
    (hit.at === undefined || isStorable(hit.at)) &&
    (hit.channel === undefined || knownChannels.has(hit.channel)) &&
    (hit.currency === undefined || knownCurrencies.has(hit.currency)) &&
    isWhole(hit.value, Number.MAX_SAFE_INTEGER) &&
    isWhole(hit.width, 65_535) &&
    (hit.width ?? 0) >= 0 &&
    (hit.engagedMs === undefined || (hit.engagedMs >= 0 && hit.engagedMs <= LONGEST_ENGAGED_MS))
  )
}

/** ClickHouse keeps days from 1970 to 2149 in its sorting key. */
const isStorable = (at: Date): boolean => at.getTime() >= 0 && at.getTime() < 5_600_000_000_000

/** What a hit passes before it is counted, in this order. */
export const steps: readonly Step[] = [
  { because: 'malformed', drops: isMalformed },
  { because: 'do-not-track', drops: (hit) => hit.doNotTrack === true },
  { because: 'own-visit', drops: (hit) => hit.own === true },
  { because: 'bot', drops: (hit) => hit.userAgent !== undefined && agentOf(hit.userAgent).bot },
]

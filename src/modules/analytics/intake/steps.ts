import { hitKinds } from '#contract/analytics.ts'
import { channels } from '#contract/channels.ts'
import { currencies } from '#contract/values.ts'
import { agentOf } from './agent.ts'
import { isId } from '#platform/ids'
import type { Caller, DropReason, IncomingHit } from './incoming-hit.ts'


const kinds = new Set<string>(hitKinds)
const knownChannels = new Set<string>(channels)
const knownCurrencies = new Set<string>(currencies)
const LONGEST_ENGAGED_MS = 24 * 3_600_000

const isIdIfAny = (id: string | undefined): boolean => id === undefined || isId(id)
const isWhole = (number: number | undefined, most: number): boolean =>
  number === undefined || (Number.isSafeInteger(number) && Math.abs(number) <= most)

/** A row of the store is made of it without another look: one that ClickHouse refuses would hold up its whole block. */
export function isMalformed(hit: IncomingHit): boolean {
  return !(
    isId(hit.workspaceId) &&
    kinds.has(hit.kind) &&
    isIdIfAny(hit.siteId) &&
    isIdIfAny(hit.linkId) &&
    isIdIfAny(hit.postId) &&
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

/** Why a caller's hits are not counted, asked in this order; undefined where they are. */
export function whyNot({ doNotTrack, own, driven, userAgent }: Caller): DropReason | undefined {
  if (doNotTrack) return 'do-not-track'
  if (own) return 'own-visit'
  return driven || (userAgent !== undefined && agentOf(userAgent).bot) ? 'bot' : undefined
}

import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { beginInTurn, queries as analytics, runVisitImport, stopVisitImport, type PastResult } from '#modules/analytics'
import { isZone } from '#contract/visit-imports.ts'
import type { ClickhouseAddress } from '#platform/engines'
import { systemClock } from '#platform/clock'
import type { Hits } from '#platform/db'
import { isRefusal } from '#platform/refusal'
import type { Scopes } from '#platform/scope'
import { tellAway, tellRefusal, texts, wordsOf } from './import-words.ts'

const TELL_EVERY_MS = 2000
const LOOK_AGAIN_MS = 1000

/** Brings a site's past in, and says how it went; answers 1 where nothing of it did. Ctrl+C stops it, and takes out again what went in. */
export async function bringPast(
  into: { scopes: Scopes; workspaceId: string; actor: { kind: 'system'; id: string } },
  needs: { db: Kysely<{}>; hits: Hits; clickhouse: ClickhouseAddress },
  file: { name: string; path: string },
  asked: { site?: string; zone?: string; own?: string },
): Promise<0 | 1> {
  const { scopes, workspaceId, actor } = into
  const sites = (await analytics.sites(scopes.reading(workspaceId))).filter(({ host }) => host !== null)
  const site = asked.site ? sites.find(({ host }) => host === asked.site) : sites[0]
  if (!site || (!asked.site && sites.length > 1)) {
    console.error(texts(`cli:import.${sites.length === 0 ? 'noSites' : 'whichSite'}`, { sites: sites.map(({ host }) => host).join(', ') }))
    return 1
  }
  if (asked.zone && !isZone(asked.zone)) {
    console.error(texts('cli:import.whichZone', { zone: asked.zone }))
    return 1
  }
  const past = { siteId: site.id, fileName: file.name, ...(asked.zone && { zone: asked.zone }), ...(asked.own && { own: asked.own }) }
  const begin = () => beginInTurn({ ...needs, scopes, clock: systemClock }, into, past)
  let begun = await begin()
  if (begun === null) console.log(texts('cli:import.pastWaits'))
  for (; begun === null; begun = await begin()) await wait(LOOK_AGAIN_MS)
  if (isRefusal(begun)) {
    tellRefusal(begun)
    return 1
  }
  const stop = () => void scopes.writing(workspaceId, actor, (scope) => stopVisitImport(scope, begun)).catch(() => {})
  process.once('SIGINT', stop)
  let toldAt = performance.now()
  try {
    return tellPast(
      await runVisitImport(into, needs, begun, file.path, {
        onProgress: ({ lines, read, bytes }) => {
          if (performance.now() - toldAt < TELL_EVERY_MS) return
          toldAt = performance.now()
          console.log(texts('cli:import.pastProgress', { lines, percent: Math.floor((read / Math.max(1, bytes)) * 100) }))
        },
      }),
    )
  } catch (failure) {
    return tellAway(failure, texts('cli:import.awayPast'))
  } finally {
    process.off('SIGINT', stop)
  }
}

function tellPast({ state, counts, sameAs, problem }: PastResult): 0 | 1 {
  if (problem) tellRefusal(problem)
  else if (state === 'stopped') console.log(texts('cli:import.pastStopped'))
  else if (sameAs) console.log(texts('cli:import.pastSame'))
  else {
    console.log(texts('cli:import.pastDone', { format: texts(`analytics:past.formats.${counts.format}`), lines: counts.lines, counted: counts.counted, failed: counts.failed }))
    for (const [because, lines] of Object.entries(counts.leftOut)) console.log(texts('cli:import.leftOut', { lines, because: texts(`analytics:past.leftOut.${because}`) }))
    for (const { line, code, text } of counts.errors) console.log(texts('cli:import.row', { row: text ? `${text}:${line}` : line, reason: wordsOf(code, 'title') }))
  }
  return state === 'done' ? 0 : 1
}

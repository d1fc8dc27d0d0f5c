import { isIP } from 'node:net'
import { basename } from 'node:path'
import { MOST_OWN_ADDRESSES } from '#contract/visit-imports.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PastOfSite {
  siteId: string
  fileName: string
  /** The shop's unless said. */
  zone?: string
  /** Addresses from which the shop looks at its own site, parted by commas, blanks or lines. */
  own?: string
}

export type BeginRefusal = Refusal<'analytics.site-unknown' | 'analytics.import-own-page' | 'analytics.import-own-addresses'>

/** Notes that a file of a site's past has begun to come in, and answers its id; once that is committed, `runVisitImport` does the work. */
export async function beginVisitImport(scope: WriteScope, past: PastOfSite, importId = newId()): Promise<string | BeginRefusal> {
  const refused = await whyNotBring(scope, past)
  if (refused) return refused
  const { workspaceId } = scope
  const { siteId, fileName, zone } = past
  const addresses = addressesIn(past.own)
  const at = scope.clock.now()
  await tables(scope)
    .insertInto('analyticsImports')
    .values({
      workspaceId,
      importId,
      siteId,
      fileName: basename(fileName).replace(/\p{Cc}/gu, '').slice(0, 200) || 'access.log',
      fileHash: null,
      sameAs: null,
      format: null,
      zone: zone ?? (await workspace.shopProfile(scope)).zone,
      ownAddresses: addresses.length > 0 ? addresses : null,
      state: 'reading',
      startedBy: scope.actor.kind === 'login' ? scope.actor.id : null,
      startedAt: at,
      touchedAt: at,
      finishedAt: null,
      removeAskedAt: null,
      firstDay: null,
      lastDay: null,
      problem: null,
    })
    .execute()
  await scope.announce({ type: 'VisitsImportProgressed', importId })
  return importId
}

/** Why such a file can't come in, whatever is in it. */
export async function whyNotBring(scope: ReadScope, { siteId, own }: Pick<PastOfSite, 'siteId' | 'own'>): Promise<BeginRefusal | undefined> {
  // What happens at Kicau's own addresses it counted itself, always.
  if (siteId === scope.workspaceId) return refuse('analytics.import-own-page', { where: 'site' })
  const site = await tables(scope)
    .selectFrom('analyticsSites')
    .select('id')
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', siteId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (!site) return refuse('analytics.site-unknown', { where: 'site' })
  const addresses = addressesIn(own)
  const wrong = addresses.find((address) => isIP(address) === 0) ?? addresses[MOST_OWN_ADDRESSES]
  return wrong === undefined ? undefined : refuse('analytics.import-own-addresses', { where: 'own', values: { address: wrong, most: MOST_OWN_ADDRESSES } })
}

const addressesIn = (own = ''): string[] => own.split(/[\s,;]+/).filter((address) => address !== '')

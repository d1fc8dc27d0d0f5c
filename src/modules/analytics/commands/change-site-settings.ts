import { createHash, randomBytes } from 'node:crypto'
import type { ServerKey, SiteMeasures, SiteSettings } from '#contract/visit-sites.ts'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { siteSettings } from '../queries/site-settings.ts'
import { tables } from '../tables.ts'

type UnknownSite = Refusal<'analytics.site-unknown'>

/** Says what a site measures. */
export async function changeSiteSettings(scope: WriteScope, siteId: string, { consent, ...addOns }: SiteMeasures): Promise<SiteSettings | UnknownSite> {
  const without = Object.entries(addOns).flatMap(([name, is]) => (is ? [] : [name]))
  return write(scope, siteId, { without, consent })
}

/** Makes the key by which a site's own server speaks for it; the one before is of no use any more. */
export async function makeServerKey(scope: WriteScope, siteId: string): Promise<ServerKey | UnknownSite> {
  const key = `ks_${randomBytes(24).toString('base64url')}`
  const written = await write(scope, siteId, { serverKeyHash: hashOfKey(key), serverKeyAt: scope.clock.now() })
  return isRefusal(written) ? written : { key }
}

export async function dropServerKey(scope: WriteScope, siteId: string): Promise<void | UnknownSite> {
  const written = await write(scope, siteId, { serverKeyHash: null, serverKeyAt: null })
  if (isRefusal(written)) return written
}

/** 192 random bits need no salt. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

type Changes = { without: string[]; consent: boolean } | { serverKeyHash: string | null; serverKeyAt: Date | null }

async function write(scope: WriteScope, siteId: string, changes: Changes): Promise<SiteSettings | UnknownSite> {
  const known = await siteSettings(scope, siteId)
  if (isRefusal(known)) return known
  await tables(scope)
    .insertInto('analyticsSiteSettings')
    .values({ workspaceId: scope.workspaceId, siteId, without: [], consent: false, serverKeyHash: null, serverKeyAt: null, ...changes })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'siteId']).doUpdateSet(changes))
    .execute()
  await scope.announce({ type: 'SiteSettingsChanged', siteId })
  return siteSettings(scope, siteId)
}

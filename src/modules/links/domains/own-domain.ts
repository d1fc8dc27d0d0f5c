import type { Kysely } from 'kysely'
import type { DomainState, OwnDomain } from '#contract/own-domain.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, Scopes, WriteScope } from '#platform/scope'
import type { LinksNeeds } from '../needs.ts'
import { readOwnHost } from '../model/own-host.ts'
import { tables } from '../tables.ts'

/** Looks whether a host leads to this Kicau; asks outside, so never within a transaction. */
export type LookAtDomain = (host: string) => Promise<DomainState>

export async function ownDomain(scope: ReadScope, needs: LinksNeeds): Promise<OwnDomain> {
  const row = await tables(scope).selectFrom('linksDomains').selectAll().where('workspaceId', '=', scope.workspaceId).executeTakeFirst()
  return { domain: row ? shown(row) : null, pointsTo: kicausHost(needs) }
}

const shown = ({ host, state, provenAt, checkedAt }: { host: string; state: DomainState; provenAt: Date | null; checkedAt: Date }): OwnDomain['domain'] => ({
  host,
  state,
  inUse: state === 'here' && provenAt !== null,
  checkedAt: checkedAt.toISOString(),
})

const kicausHost = (needs: LinksNeeds): string | null => {
  const { url } = needs.publicAddress()
  return url && new URL(url).hostname
}

/**
 * What an owner typed, as a host that may be looked at. Every name of Kicau's own leads here, whoever's the shop is: none can be
 * a shop's, or the desk and all others' links would be gone from it.
 */
export function readDomain(needs: LinksNeeds, typed: string): string | Refusal {
  const host = readOwnHost(typed)
  if (host === null) return refuse('links.domain-unreadable', { where: 'host', values: { host: typed } })
  const kicaus = kicausHost(needs)
  if (kicaus === null) return refuse('links.domain-nowhere', { where: 'host' })
  return host === kicaus || needs.otherHosts?.has(host) ? refuse('links.domain-ours', { where: 'host', values: { host } }) : host
}

/** Puts a domain in place of the one the shop had. It is used as soon as it leads here, and is this shop's from then on. */
export async function setOwnDomain(scope: WriteScope, needs: LinksNeeds, found: { host: string; state: DomainState }): Promise<OwnDomain | Refusal> {
  if (await provenElsewhere(scope, found.host)) return refuse('links.domain-taken', { where: 'host', values: { host: found.host } })
  const checkedAt = scope.clock.now()
  const row = { ...found, provenAt: found.state === 'here' ? checkedAt : null, checkedAt }
  await tables(scope)
    .insertInto('linksDomains')
    .values({ workspaceId: scope.workspaceId, ...row })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(row))
    .execute()
  await scope.announce({ type: 'OwnDomainChanged' })
  return ownDomain(scope, needs)
}

export async function removeOwnDomain(scope: WriteScope): Promise<void> {
  await tables(scope).deleteFrom('linksDomains').where('workspaceId', '=', scope.workspaceId).execute()
  await scope.announce({ type: 'OwnDomainChanged' })
}

async function provenElsewhere({ db, workspaceId }: WriteScope, host: string): Promise<boolean> {
  const row = await tables({ db }).selectFrom('linksDomains').select('workspaceId').where('host', '=', host).where('provenAt', 'is not', null).where('workspaceId', '<>', workspaceId).executeTakeFirst()
  return row !== undefined
}

/** Whether a shop has that domain, in use or about to be: a proxy asks before it fetches a certificate for a name. */
export async function isKnownDomain(db: Kysely<{}>, typed: string): Promise<boolean> {
  const host = readOwnHost(typed)
  return host !== null && (await tables({ db }).selectFrom('linksDomains').select('workspaceId').where('host', '=', host).executeTakeFirst()) !== undefined
}

/** Looks at every shop's domain again, one after the other; what changed is in use, or no longer, at once. */
export async function lookAtDomains({ db, scopes, look }: { db: Kysely<{}>; scopes: Scopes; look: LookAtDomain }): Promise<void> {
  for (const { workspaceId, host, state, provenAt } of await tables({ db }).selectFrom('linksDomains').selectAll().execute()) {
    const now = await look(host)
    await scopes.writing(workspaceId, { kind: 'system', id: 'own-domains' }, async (scope) => {
      const proven = now === 'here' && provenAt === null && !(await provenElsewhere(scope, host))
      const checkedAt = scope.clock.now()
      await tables(scope)
        .updateTable('linksDomains')
        .set({ state: now, checkedAt, ...(proven && { provenAt: checkedAt }) })
        .where('workspaceId', '=', workspaceId)
        // Another one was chosen while we looked.
        .where('host', '=', host)
        .execute()
      if (now !== state || proven) await scope.announce({ type: 'OwnDomainChanged' })
    })
  }
}

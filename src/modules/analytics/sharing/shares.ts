import { createHash, randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import { SHORTEST_SHARE_PASSWORD, type ShareVisits, type VisitsShare } from '#contract/visit-sharing.ts'
import { newId } from '#platform/ids'
import { sealedPassword } from '#platform/password'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { sites } from '../queries/sites.ts'
import { tables, type AnalyticsTables } from '../tables.ts'

export interface SharingNeeds {
  secrets: Pick<Secrets, 'seal' | 'open'>
  publicUrl: string | null
}

/** 128 bits as 22 letters of base64url. */
export const SHARE_TOKEN = /^[\w-]{22}$/
/** Enough for a token that nobody can guess: there is nothing to try. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Those that still hold, the newest first. */
export async function visitsShares(scope: ReadScope, needs: SharingNeeds): Promise<VisitsShare[]> {
  const rows = await tables(scope)
    .selectFrom('analyticsShares')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('revokedAt', 'is', null)
    .where((either) => either.or([either('expiresAt', 'is', null), either('expiresAt', '>', scope.clock.now())]))
    .orderBy('madeAt', 'desc')
    .execute()
  return rows.map((row) => present(row, needs))
}

/** Makes a link to the visits, a badge, or an address for programs. A password is kept as scrypt's answer alone. */
export async function shareVisits(scope: WriteScope, needs: SharingNeeds, wanted: ShareVisits): Promise<VisitsShare | Refusal> {
  if (needs.publicUrl === null) return refuse('analytics.no-public-address')
  if (wanted.site !== undefined && !(await sites(scope)).some(({ id }) => id === wanted.site)) return refuse('analytics.site-unknown', { where: 'site' })
  if (wanted.password !== undefined && wanted.password.length < SHORTEST_SHARE_PASSWORD) return refuse('analytics.password-short', { where: 'password', values: { least: SHORTEST_SHARE_PASSWORD } })
  if (wanted.password !== undefined && (wanted.embed || wanted.shows !== 'page')) return refuse('analytics.password-in-frame', { where: 'password' })
  const token = randomBytes(16).toString('base64url')
  const madeAt = scope.clock.now()
  const row = {
    id: newId(madeAt.getTime()),
    workspaceId: scope.workspaceId,
    shows: wanted.shows,
    name: wanted.name,
    siteId: wanted.site ?? null,
    language: wanted.language,
    tokenHash: hashOfToken(token),
    tokenSealed: needs.secrets.seal(token),
    password: wanted.password === undefined ? null : await sealedPassword(wanted.password),
    embed: wanted.embed,
    madeAt,
    expiresAt: wanted.days === undefined ? null : new Date(madeAt.getTime() + wanted.days * 86_400_000),
    revokedAt: null,
  }
  await tables(scope).insertInto('analyticsShares').values(row).execute()
  await scope.announce({ type: 'VisitsSharesChanged' })
  return present(row, needs)
}

export async function endVisitsShare(scope: WriteScope, id: string): Promise<Refusal | undefined> {
  const ended = await tables(scope)
    .updateTable('analyticsShares')
    .set({ revokedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!ended) return refuse('analytics.share-unknown')
  await scope.announce({ type: 'VisitsSharesChanged' })
}

/** What stands behind its token. */
const behind = { page: '', badge: '/badge.svg', data: '/data' }

const present = (row: Selectable<AnalyticsTables['analyticsShares']>, { secrets, publicUrl }: SharingNeeds): VisitsShare => ({
  id: row.id,
  shows: row.shows,
  name: row.name,
  site: row.siteId,
  password: row.password !== null,
  embed: row.embed,
  url: `${publicUrl ?? ''}/v/${secrets.open(row.tokenSealed)}${behind[row.shows]}`,
  madeAt: row.madeAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
})

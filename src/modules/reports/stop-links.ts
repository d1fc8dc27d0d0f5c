import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import type { ReportStop } from '#contract/reports.ts'
import { queries as workspace } from '#modules/workspace'
import { textsIn } from '#platform/i18n'
import type { Actor, Scopes } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { endSubscription } from './commands/subscribe.ts'
import { tables } from './tables.ts'

export interface StopLinksNeeds {
  db: Kysely<{}>
  scopes: Scopes
  secrets: Pick<Secrets, 'keyedHash'>
}

const byReader: Actor = { kind: 'system', id: 'reports.stop' }

/** What stands behind an unsubscribe link: the subscription and a mark that only we can make. Nothing is kept for it. */
export const stopToken = (secrets: StopLinksNeeds['secrets'], subscriptionId: string): string => `${subscriptionId}.${markOf(secrets, subscriptionId)}`

const markOf = (secrets: StopLinksNeeds['secrets'], subscriptionId: string) => secrets.keyedHash(`reports.stop ${subscriptionId}`).slice(0, 32)

async function subscriptionOf({ db, secrets }: StopLinksNeeds, token: string) {
  const [, id, mark] = /^([0-9a-f-]{36})\.([0-9a-f]{32})$/.exec(token) ?? []
  if (!id || !timingSafeEqual(Buffer.from(mark!), Buffer.from(markOf(secrets, id)))) return null
  const row = await tables({ db }).selectFrom('reportsSubscriptions').select(['workspaceId', 'memberId', 'kind', 'language', 'several', 'endedAt']).where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** What the page of an unsubscribe link shows; null for a link that is none. Looking at it changes nothing: programs look at links too. */
export async function reportStop(needs: StopLinksNeeds, token: string): Promise<ReportStop | null> {
  const subscription = await subscriptionOf(needs, token)
  if (!subscription) return null
  const { language, kind, several, workspaceId, endedAt } = subscription
  const t = textsIn(language)
  const shop = await workspace.shopProfile(needs.scopes.reading(workspaceId))
  return {
    language,
    title: t('reports:stop.title'),
    text: endedAt ? t('reports:stop.done') : t('reports:stop.ask', { kind: several ? `${t(`reports:kinds.${kind}`)}, ${t('reports:kinds.shops')}` : t(`reports:kinds.${kind}`), shop: shop.name }),
    button: endedAt ? null : t('reports:stop.button'),
    action: `/r/stop/${token}?page`,
  }
}

/** One POST ends it, from a mail program's own button (RFC 8058: no login, no redirect) as from our page. */
export const stopLinksPlugin = (needs: StopLinksNeeds) => async (app: FastifyInstance): Promise<void> => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { bodyLimit: 4096 }, (_request, body, done) => {
    // What a mail program says in it is always the same; the address is what counts.
    body.resume()
    body.once('end', () => done(null))
  })
  app.post<{ Params: { token: string }; Querystring: { page?: string } }>('/r/stop/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params
    const subscription = await subscriptionOf(needs, token)
    if (!subscription) return reply.code(404).type('text/plain').send('')
    await needs.scopes.writing(subscription.workspaceId, byReader, (scope) => endSubscription(scope, subscription))
    return request.query.page === undefined ? reply.code(200).type('text/plain').send('') : reply.redirect(`/r/stop/${token}`, 303)
  })
}

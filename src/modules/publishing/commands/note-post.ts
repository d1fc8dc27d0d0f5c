import type { Channel } from '#contract/channels.ts'
import type { Language } from '#contract/values.ts'
import { queries as accountsOf, type Networks } from '#modules/networks'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface NotedPost {
  accountId: string
  text: string
  at: Date
  language?: Language
  /** Chosen by the caller where its link was made first. */
  postId?: string
  address?: string
  link?: { id: string; url: string }
  /** `feed`: no person wrote it. */
  origin?: 'elsewhere' | 'feed'
}

/** Notes a post that went out without Kicau: the time before it, or one posted straight in the app. */
export async function notePost(
  scope: WriteScope,
  networks: Networks,
  { accountId, text, at, language = 'id', postId = newId(at.getTime()), address, link, origin = 'elsewhere' }: NotedPost,
): Promise<{ postId: string; targetId: string; channel: Channel } | Refusal<'publishing.account-unknown'>> {
  const account = (await accountsOf.accounts(scope, networks, { removed: true })).find(({ id }) => id === accountId)
  if (!account) return refuse('publishing.account-unknown', { where: 'accountId' })
  const now = scope.clock.now()
  const targetId = newId(at.getTime())
  await tables(scope)
    .insertInto('publishingPosts')
    .values({
      workspaceId: scope.workspaceId,
      postId,
      text,
      language,
      linkTo: null,
      linkUrl: null,
      origin,
      scheduledAt: at,
      createdAt: at,
      createdBy: scope.actor.kind === 'login' ? scope.actor.id : null,
      changedAt: now,
      deletedAt: null,
    })
    .execute()
  await tables(scope)
    .insertInto('publishingTargets')
    .values({
      workspaceId: scope.workspaceId,
      targetId,
      postId,
      accountId,
      network: account.network,
      way: account.way,
      channel: account.channel,
      lane: account.network,
      finalText: text,
      linkId: link?.id ?? null,
      linkUrl: link?.url ?? null,
      state: account.way === 'direct' ? 'published' : 'done',
      dueAt: at,
      publishedAt: at,
      address: address ?? null,
      unresolved: false,
      attempts: 0,
      looks: 0,
      changedAt: now,
    })
    .execute()
  await scope.announce({ type: 'PostWritten', postId, by: scope.actor })
  return { postId, targetId, channel: account.channel }
}

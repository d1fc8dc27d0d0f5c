import type { Language } from '#contract/values.ts'
import { queries as accountsOf, type Networks } from '#modules/networks'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PastPost {
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

/** Rows of one statement: PostgreSQL takes 65,535 values in one, and a target has twenty. */
const BATCH = 1000

/**
 * Notes posts that went out without Kicau: the time before it, or what was posted straight in the app. They carry no
 * figures of a network. All of them or, where an account is not the shop's, none.
 */
export async function notePosts(
  scope: WriteScope,
  networks: Networks,
  posts: readonly PastPost[],
): Promise<{ noted: number } | Refusal<'publishing.account-unknown'>> {
  const accounts = new Map((await accountsOf.accounts(scope, networks, { removed: true })).map((account) => [account.id, account]))
  const unknown = posts.findIndex(({ accountId }) => !accounts.has(accountId))
  if (unknown >= 0) return refuse('publishing.account-unknown', { where: `posts.${unknown}.accountId` })

  const { workspaceId } = scope
  const now = scope.clock.now()
  const createdBy = scope.actor.kind === 'login' ? scope.actor.id : null
  for (let from = 0; from < posts.length; from += BATCH) {
    const batch = posts.slice(from, from + BATCH).map((post) => ({ postId: newId(post.at.getTime()), ...post }))
    await tables(scope)
      .insertInto('publishingPosts')
      .values(
        batch.map(({ postId, text, at, language = 'id', origin = 'elsewhere' }) => ({
          workspaceId,
          postId,
          text,
          language,
          linkTo: null,
          linkUrl: null,
          origin,
          scheduledAt: at,
          createdAt: at,
          createdBy,
          changedAt: now,
          deletedAt: null,
        })),
      )
      .execute()
    await tables(scope)
      .insertInto('publishingTargets')
      .values(
        batch.map(({ postId, accountId, text, at, link, address }) => {
          const { network, way, channel } = accounts.get(accountId)!
          return {
            workspaceId,
            targetId: newId(at.getTime()),
            postId,
            accountId,
            network,
            way,
            channel,
            lane: network,
            finalText: text,
            linkId: link?.id ?? null,
            linkUrl: link?.url ?? null,
            state: way === 'direct' ? ('published' as const) : ('done' as const),
            dueAt: at,
            publishedAt: at,
            address: address ?? null,
            unresolved: false,
            attempts: 0,
            looks: 0,
            changedAt: now,
          }
        }),
      )
      .execute()
  }
  if (posts.length > 0) await scope.announce({ type: 'PostsNoted', posts: posts.length })
  return { noted: posts.length }
}

import { Agent } from '@atproto/api'
import type { AccountLogin, Audience, AudienceSeen, Tools } from '../../adapter.ts'
import { failureOf, whyOf } from './failures.ts'
import { signedIn } from './sign-in.ts'

/** As many as one call answers, the newest first. */
const LATEST = 50
/** Posts are told as many at once, the newest first. */
const POSTS = 100

/**
 * Who follows the account. The account's own server does not know it: it passes the question on to the network's index
 * (`app.bsky.graph.getFollowers`), which also tells whom the account follows itself, and how often its own posts were passed on
 * (`app.bsky.feed.getAuthorFeed`: reposts and quotes; what the account passed on itself is not its own).
 */
export async function audience(login: AccountLogin, tools: Tools): Promise<AudienceSeen> {
  try {
    const agent = new Agent(await signedIn(login, tools))
    const actor = agent.assertDid
    const [profile, latest, feed] = await Promise.all([
      agent.getProfile({ actor }),
      agent.getFollowers({ actor, limit: LATEST }),
      // Who follows is known also where this is not.
      agent.getAuthorFeed({ actor, limit: POSTS, filter: 'posts_no_replies' }).then(({ data }) => data.feed, () => undefined),
    ])
    return {
      is: 'seen',
      followers: profile.data.followersCount ?? latest.data.followers.length,
      latest: latest.data.followers.flatMap(({ did, handle, displayName, viewer }): Audience['latest'] =>
        // Whom the owner shut out, or is shut out by, is nobody to follow.
        viewer?.muted || viewer?.blocking || viewer?.blockedBy
          ? []
          : [{ remoteId: did, handle: shown(did, handle), name: displayName?.trim() || shown(did, handle), address: `https://bsky.app/profile/${did}`, followed: viewer?.following !== undefined }],
      ),
      ...(feed && {
        posts: feed.flatMap(({ post, reason }) =>
          reason || post.author.did !== actor ? [] : [{ remoteId: post.uri, at: new Date(post.indexedAt), reposts: (post.repostCount ?? 0) + (post.quoteCount ?? 0) }],
        ),
      }),
    }
  } catch (thrown) {
    const { kind, at, detail } = failureOf(thrown)
    const why = whyOf[kind]
    if (kind === 'login' || kind === 'second-factor' || kind === 'suspended') return { is: 'needs-reconnect', why, detail }
    return { is: 'retry-after', at, why, detail }
  }
}

/** A handle that does not lead back to its account is no name. */
const shown = (did: string, handle: string): string => (handle === 'handle.invalid' ? did : `@${handle}`)

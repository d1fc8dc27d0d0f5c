import { Agent, AppBskyRichtextFacet, RichText, type AppBskyEmbedImages, type AppBskyFeedPost } from '@atproto/api'
import { textExcess } from '#contract/text-length.ts'
import type { AccountLogin, OutgoingPost, Tools } from '../../adapter.ts'
import { fitPicture } from '../../fit-picture.ts'
import type { Outcome } from '../../outcome.ts'
import { failureOf, whyOf, type Failure } from './failures.ts'
import { manifest } from './manifest.ts'
import { signedIn } from './sign-in.ts'
import { COLLECTION, webAddress } from './web-address.ts'

/**
 * Sends a post: signs in, uploads its pictures (which may be done again: a server names them by content), and makes the
 * record under the key it was given. Only the last can be left unknown.
 */
export async function send(post: OutgoingPost, login: AccountLogin, tools: Tools): Promise<Outcome> {
  if (post.text.trim() === '' && post.pictures.length === 0) return { is: 'rejected', why: 'text-empty' }
  if (textExcess(post.text, manifest.text) > 0) return { is: 'rejected', why: 'text-too-long' }
  if (post.pictures.length > manifest.images.most) return { is: 'rejected', why: 'too-many-pictures' }
  if (post.key === null) throw new Error('A post goes out under a key.')

  let agent: Agent
  let record: AppBskyFeedPost.Record
  try {
    const session = await signedIn(login, tools)
    agent = new Agent(session)
    const pictures = await uploaded(agent, post.pictures)
    if (!pictures) return { is: 'rejected', why: 'picture-unreadable' }
    record = await recordOf(agent, post, pictures)
  } catch (thrown) {
    return beforeTheRecord(failureOf(thrown))
  }

  try {
    const { data } = await agent.com.atproto.repo.createRecord({
      repo: agent.assertDid,
      collection: COLLECTION,
      rkey: post.key,
      record: { ...record },
    })
    return { is: 'published', remoteId: data.uri, address: webAddress(login.handle, post.key) }
  } catch (thrown) {
    return ofTheRecord(failureOf(thrown), login)
  }
}

async function recordOf(agent: Agent, post: OutgoingPost, images: AppBskyEmbedImages.Image[]): Promise<AppBskyFeedPost.Record> {
  const text = new RichText({ text: post.text })
  await text.detectFacets(agent)
  // A mention of nobody stays what it is: text.
  const facets = text.facets?.filter(({ features }) => features.every((one) => !AppBskyRichtextFacet.isMention(one) || one.did !== ''))
  return {
    $type: COLLECTION,
    text: text.text,
    ...(facets?.length && { facets }),
    langs: [post.language],
    createdAt: post.writtenAt.toISOString(),
    ...(images.length > 0 && { embed: { $type: 'app.bsky.embed.images', images } }),
  }
}

/** The pictures at the server; null where one can't be read. One after another: a phone's picture is large when unpacked. */
async function uploaded(agent: Agent, pictures: OutgoingPost['pictures']): Promise<AppBskyEmbedImages.Image[] | null> {
  const { mostBytes, mostSide } = manifest.images
  const images: AppBskyEmbedImages.Image[] = []
  for (const picture of pictures) {
    const fitted = await fitPicture(await picture.bytes(), { mostBytes: mostBytes!, mostSide })
    if (!fitted) return null
    const { data } = await agent.com.atproto.repo.uploadBlob(fitted.bytes, { encoding: fitted.type })
    images.push({ image: data.blob, alt: picture.alt, aspectRatio: { width: fitted.width, height: fitted.height } })
  }
  return images
}

/** Nothing was posted yet, whatever went wrong. */
function beforeTheRecord({ kind, at, detail }: Failure): Outcome {
  const why = whyOf[kind]
  if (kind === 'login' || kind === 'second-factor' || kind === 'suspended') return { is: 'needs-reconnect', why, detail }
  if (kind === 'bad-request' || kind === 'not-found' || kind === 'address-refused') return { is: 'rejected', why, detail }
  return { is: 'retry-after', at, why, detail }
}

function ofTheRecord(failure: Failure, login: AccountLogin): Outcome {
  if (failure.happened === 'open') return { is: 'unknown', why: whyOf[failure.kind], detail: failure.detail }
  if (failure.kind === 'login') {
    // The tokens were good a moment ago: sign in anew and try again, for nothing was made.
    login.keepSession(null)
    return { is: 'retry-after', at: null, why: 'no-answer', detail: failure.detail }
  }
  return beforeTheRecord(failure)
}

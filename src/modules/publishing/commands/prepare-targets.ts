import { finalText, LINK_PLACE } from '#contract/post-text.ts'
import { textExcess } from '#contract/text-length.ts'
import { commands as links } from '#modules/links'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { WritingNeeds } from '../needs.ts'
import { tables, type PostRow, type TargetRow } from '../tables.ts'
import { isChangeable, lockPost } from './lock-post.ts'

/**
 * Fixes what goes out on each account that is not a draft: the text with its link in it. Refuses what a network would
 * refuse, before anything is sent. A link that nobody could open is left out, and why is kept for the screen.
 */
export async function prepareTargets(scope: WriteScope, needs: WritingNeeds, postId: string): Promise<Refusal | undefined> {
  const locked = await lockPost(scope, postId)
  if (isRefusal(locked)) return locked
  const waiting = locked.targets.filter((target) => target.state !== 'draft' && isChangeable(target))
  if (waiting.length === 0) return
  const pictures = await picturesOf(scope, postId)
  for (const target of waiting) {
    const prepared = await preparedTarget(scope, needs, locked.post, target, pictures)
    if (isRefusal(prepared)) return prepared
    await tables(scope)
      .updateTable('publishingTargets')
      .set({ ...prepared, changedAt: scope.clock.now() })
      .where('workspaceId', '=', scope.workspaceId)
      .where('targetId', '=', target.targetId)
      .execute()
  }
}

type Prepared = Pick<TargetRow, 'finalText' | 'linkId' | 'linkUrl' | 'linkMissing'>

async function preparedTarget(scope: WriteScope, needs: WritingNeeds, post: PostRow, target: TargetRow, pictures: number): Promise<Prepared | Refusal> {
  const manifest = needs.networks.manifestOf(target.network, target.way)
  const written = target.ownText ?? post.text
  const link = await linkOf(scope, needs, post, target, { written, tappable: manifest?.links !== 'dead' })
  if (isRefusal(link)) return link
  const text = finalText(written, link.linkUrl)
  const where = `accounts.${target.accountId}`
  if (text === '' && pictures === 0) return refuse('publishing.nothing-to-say', { where })
  // What a person posts by hand is counted by the app it is posted in; here it is only said.
  if (manifest && target.way === 'direct') {
    const over = textExcess(text, manifest.text)
    if (over > 0) return refuse('publishing.too-long', { where, values: { network: manifest.name, over } })
    if (pictures > manifest.images.most) return refuse('publishing.too-many-pictures', { where, values: { network: manifest.name, most: manifest.images.most } })
  }
  return { finalText: text, ...link }
}

/** Reasons for which a post goes out without its link, rather than not at all. */
const DOES_WITHOUT = new Set(['links.no-public-address', 'links.no-whatsapp'])

async function linkOf(
  scope: WriteScope,
  needs: WritingNeeds,
  post: PostRow,
  target: TargetRow,
  { written, tappable }: { written: string; tappable: boolean },
): Promise<Omit<Prepared, 'finalText'> | Refusal> {
  const none = async (linkMissing: string | null) => {
    if (target.linkId !== null) await links.releaseForPost(scope, { postId: post.postId, accountId: target.accountId })
    return { linkId: null, linkUrl: null, linkMissing }
  }
  if (post.linkTo === null) return none(null)
  // A dead address at the end of a text only looks untidy; where it was put by hand, it stays.
  if (!tappable && !written.includes(LINK_PLACE)) return none('publishing.link-dead')
  const link = await links.linkForPost(scope, needs, {
    postId: post.postId,
    accountId: target.accountId,
    channel: target.channel,
    target: post.linkTo === 'url' ? post.linkUrl! : post.linkTo,
  })
  if (isRefusal(link)) return DOES_WITHOUT.has(link.refused) ? none(link.refused) : { ...link, where: 'link' }
  return { linkId: link.id, linkUrl: link.url, linkMissing: null }
}

async function picturesOf(scope: WriteScope, postId: string): Promise<number> {
  const { count } = await tables(scope)
    .selectFrom('publishingPictures')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .executeTakeFirstOrThrow()
  return count
}

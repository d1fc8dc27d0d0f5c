import type { Post, WritePost } from '#contract/publishing.ts'
import { commands as links } from '#modules/links'
import { queries as accountsOf } from '#modules/networks'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { WritingNeeds } from '../needs.ts'
import { post } from '../queries/posts.ts'
import { tables, type PostRow, type TargetRow } from '../tables.ts'
import { isChangeable, lockPost } from './lock-post.ts'
import { prepareTargets } from './prepare-targets.ts'

/** Keeps a post as a draft. */
export async function writePost(scope: WriteScope, needs: WritingNeeds, wish: WritePost): Promise<Post | Refusal> {
  const now = scope.clock.now()
  const postId = newId(now.getTime())
  await tables(scope)
    .insertInto('publishingPosts')
    .values({
      workspaceId: scope.workspaceId,
      postId,
      ...fieldsOf(wish),
      language: wish.language ?? 'id',
      origin: 'desk',
      scheduledAt: null,
      createdAt: now,
      createdBy: scope.actor.kind === 'login' ? scope.actor.id : null,
      changedAt: now,
      deletedAt: null,
    })
    .execute()
  const refused = (await keepPictures(scope, postId, wish.pictures)) ?? (await keepTargets(scope, needs, { postId, scheduledAt: null }, [], wish.accounts))
  if (refused) return refused
  await scope.announce({ type: 'PostWritten', postId, by: scope.actor })
  return post(scope, needs.networks, postId)
}

/**
 * Changes a post wherever it is not out yet: a scheduled one stays scheduled, with its new text. Where it is out, being
 * sent or not found out, it stays as it was sent.
 */
export async function changePost(scope: WriteScope, needs: WritingNeeds, postId: string, wish: WritePost): Promise<Post | Refusal> {
  const locked = await lockPost(scope, postId)
  if (isRefusal(locked)) return locked
  const { targets } = locked
  if (targets.length > 0 && !targets.some(isChangeable)) return refuse('publishing.already-out')

  await tables(scope)
    .updateTable('publishingPosts')
    .set({ ...fieldsOf(wish), ...(wish.language && { language: wish.language }), changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .execute()
  const refused =
    (await keepPictures(scope, postId, wish.pictures)) ??
    (await keepTargets(scope, needs, locked.post, targets, wish.accounts)) ??
    (await prepareTargets(scope, needs, postId))
  if (refused) return refused
  await scope.announce({ type: 'PostChanged', postId })
  return post(scope, needs.networks, postId)
}

const fieldsOf = ({ text, link }: WritePost) => ({
  text,
  linkTo: link?.to ?? null,
  linkUrl: link?.to === 'url' ? link.url : null,
})

/** The post's pictures in their order, each with its description; pictures it no longer has are let go. */
async function keepPictures(scope: WriteScope, postId: string, pictures: WritePost['pictures']): Promise<Refusal | undefined> {
  const db = tables(scope)
  await db.updateTable('publishingPictures').set({ postId: null }).where('workspaceId', '=', scope.workspaceId).where('postId', '=', postId).execute()
  for (const [position, { id, alt }] of pictures.entries()) {
    const kept = await db
      .updateTable('publishingPictures')
      .set({ postId, position, alt: alt.trim() })
      .where('workspaceId', '=', scope.workspaceId)
      .where('pictureId', '=', id)
      .where('postId', 'is', null)
      .returning('pictureId')
      .executeTakeFirst()
    if (!kept) return refuse('publishing.picture-unknown', { where: `pictures.${position}` })
  }
}

/** A target for each account that is wished for; those no longer wished for go, unless they are out. */
async function keepTargets(
  scope: WriteScope,
  { networks }: WritingNeeds,
  { postId, scheduledAt }: Pick<PostRow, 'postId' | 'scheduledAt'>,
  before: TargetRow[],
  wished: WritePost['accounts'],
): Promise<Refusal | undefined> {
  const db = tables(scope)
  const accounts = new Map((await accountsOf.accounts(scope, networks)).map((account) => [account.id, account]))
  const seen = new Set<string>()
  for (const [place, { accountId, text }] of wished.entries()) {
    if (seen.has(accountId)) return refuse('publishing.account-twice', { where: `accounts.${place}` })
    seen.add(accountId)
    const known = before.find((target) => target.accountId === accountId)
    const ownText = text === undefined || text.trim() === '' ? null : text
    if (known) {
      if (!isChangeable(known)) continue
      await db
        .updateTable('publishingTargets')
        .set({ ownText, changedAt: scope.clock.now() })
        .where('workspaceId', '=', scope.workspaceId)
        .where('targetId', '=', known.targetId)
        .execute()
      continue
    }
    const account = accounts.get(accountId)
    if (!account) return refuse('publishing.account-unknown', { where: `accounts.${place}` })
    const now = scope.clock.now()
    await db
      .insertInto('publishingTargets')
      .values({
        workspaceId: scope.workspaceId,
        targetId: newId(now.getTime()),
        postId,
        accountId,
        network: account.network,
        way: account.way,
        channel: account.channel,
        lane: `${account.network} ${account.server ?? ''}`.trim(),
        ownText,
        // An account that joins a post whose hour is set goes out at that hour.
        state: scheduledAt === null ? 'draft' : 'scheduled',
        dueAt: scheduledAt,
        wakeAt: scheduledAt,
        unresolved: false,
        attempts: 0,
        looks: 0,
        changedAt: now,
      })
      .execute()
  }
  const gone = before.filter((target) => !seen.has(target.accountId) && isChangeable(target))
  for (const { targetId, accountId } of gone) {
    await links.releaseForPost(scope, { postId, accountId })
    await db.deleteFrom('publishingTargets').where('workspaceId', '=', scope.workspaceId).where('targetId', '=', targetId).execute()
  }
}

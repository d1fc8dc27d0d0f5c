import { networkName } from '#modules/networks'
import { queries as workspace } from '#modules/workspace'
import { hourIn } from '#platform/clock'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface HandOverLetter {
  /** Logins, not addresses: those are known to the part that signs people in. Whoever wrote the post, else the owners. */
  toLogins: string[]
  subject: string
  text: string
  html: string
}

/**
 * The reminder of a hand-over by mail: the text to copy, where to post it, and a link to the desk. Null when it no
 * longer waits, and for the demo, whose people do not exist.
 */
export async function handOverLetter(
  scope: ReadScope,
  targetId: string,
  { publicUrl = null }: { publicUrl?: string | null } = {},
): Promise<HandOverLetter | null> {
  const target = await tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .select(['target.network', 'target.finalText', 'target.dueAt', 'post.createdBy', 'post.language'])
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('target.targetId', '=', targetId)
    .where('target.state', '=', 'handed-over')
    .where('post.deletedAt', 'is', null)
    .executeTakeFirst()
  const shop = await workspace.shopProfile(scope)
  if (!target || shop.demo) return null

  const members = await workspace.members(scope)
  const author = members.find(({ loginId }) => loginId !== null && loginId === target.createdBy)
  const receivers = author ? [author] : members.filter(({ role }) => role === 'owner')
  const t = textsIn(shop.country === 'MY' ? 'ms' : 'id')
  const values = { shop: shop.name, network: networkName(target.network), time: hourIn(shop.zone, target.dueAt!) }
  const desk = publicUrl === null ? null : `${publicUrl}/calendar?target=${targetId}`
  const body = target.finalText ?? ''
  const parts = [t('publishing:letter.greeting', values), body, t('publishing:letter.how', values), desk]
  return {
    toLogins: receivers.flatMap(({ loginId }) => (loginId === null ? [] : [loginId])),
    subject: t('publishing:letter.subject', values),
    text: parts.filter((part) => part !== null && part !== '').join('\n\n'),
    html: [
      `<p>${escaped(parts[0]!)}</p>`,
      body && `<blockquote style="border-left:3px solid #3f8a4f;margin:0;padding:0 0 0 12px;white-space:pre-wrap">${escaped(body)}</blockquote>`,
      `<p>${escaped(parts[2]!)}</p>`,
      desk && `<p><a href="${escaped(desk)}">${escaped(t('publishing:letter.open'))}</a></p>`,
    ]
      .filter(Boolean)
      .join('\n'),
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

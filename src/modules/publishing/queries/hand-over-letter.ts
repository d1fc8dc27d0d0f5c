import { networkName } from '#modules/networks'
import { queries as workspace } from '#modules/workspace'
import { textsIn } from '#platform/i18n'
import { letterHtml } from '#platform/mail'
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
 * The reminder of a hand-over by mail, in the language that its author's desk had: the text to copy, where to post it, and a link to
 * the desk. Null when it no longer waits, and for the demo, whose people do not exist.
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
  const t = textsIn(target.language)
  // As the desk writes it: 21.00 in Indonesian.
  const time = new Intl.DateTimeFormat(target.language, { timeZone: shop.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(target.dueAt!)
  const values = { shop: shop.name, network: networkName(target.network), time }
  const desk = publicUrl === null ? null : `${publicUrl}/calendar?target=${targetId}`
  const body = target.finalText ?? ''
  const [subject, greeting, how] = [t('publishing:letter.subject', values), t('publishing:letter.greeting', values), t('publishing:letter.how', values)]
  return {
    toLogins: receivers.flatMap(({ loginId }) => (loginId === null ? [] : [loginId])),
    subject,
    text: [greeting, body, how, desk].filter(Boolean).join('\n\n'),
    html: letterHtml(target.language, subject, [greeting, ...(body ? [{ quote: body }] : []), how, ...(desk ? [{ to: desk, says: t('publishing:letter.open') }] : [])]),
  }
}

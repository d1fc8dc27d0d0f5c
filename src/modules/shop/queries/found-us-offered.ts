import { marketplaces, type Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** What buyers of small shops say most. */
const USUAL: readonly Channel[] = ['whatsapp', 'word-of-mouth', 'instagram', 'facebook', 'tiktok', 'search', 'card', 'counter']
/** No answer that a buyer could give. */
const NO_ANSWER: readonly Channel[] = ['direct', 'referral', 'ai']
const LATELY_MS = 180 * 86_400_000
const MOST = 12

/** The answers to "how did you find us?" that a pay page offers: the usual channels and those this shop's orders came by. */
export async function foundUsOffered(scope: ReadScope): Promise<Channel[]> {
  const since = new Date(scope.clock.now().getTime() - LATELY_MS)
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(({ fn }) => [fn.coalesce('said', 'trackedChannel').as('channel'), fn.countAll<number>().as('orders')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('orderedAt', '>', since)
    .where('salesPlace', 'not in', [...marketplaces])
    .where(({ or, eb }) => or([eb('said', 'is not', null), eb('trackedChannel', 'is not', null)]))
    .groupBy('channel')
    .orderBy('orders', 'desc')
    .execute()
  const own = rows.flatMap(({ channel }) => (channel === null || NO_ANSWER.includes(channel) || channel === 'other' ? [] : [channel]))
  return [...new Set([...USUAL, ...own])].slice(0, MOST).concat('other')
}

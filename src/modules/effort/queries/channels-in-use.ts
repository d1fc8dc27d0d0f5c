import type { Channel } from '#contract/channels.ts'
import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

const USUAL: readonly Channel[] = ['whatsapp', 'instagram', 'facebook', 'tiktok', 'blog']
const MOST = 8
const DAYS = 60

/**
 * The channels to offer first: those that took most minutes in the sixty days before, then the usual ones. The day itself
 * is left out, so that nothing moves under a finger while the day is being noted.
 */
export async function channelsInUse(scope: ReadScope, today: string): Promise<Channel[]> {
  const rows = await tables(scope)
    .selectFrom('effortEntries')
    .select((eb) => ['channel', eb.fn.sum<number>('minutes').as('minutes')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('state', '=', 'kept')
    .where('day', '>=', addDays(today, -DAYS))
    .where('day', '<', today)
    .where('channel', 'is not', null)
    .groupBy('channel')
    .orderBy('minutes', 'desc')
    .orderBy('channel')
    .limit(MOST)
    .execute()
  const used = rows.flatMap(({ channel }) => (channel ? [channel] : []))
  return [...new Set([...used, ...USUAL])].slice(0, Math.max(used.length, USUAL.length))
}

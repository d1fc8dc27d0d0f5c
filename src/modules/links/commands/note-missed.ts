import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** So many codes a shop and day: whoever tries them out is no list for an owner to read. */
const MOST_A_DAY = 100

/** Adds how often codes that lead nowhere were asked for on a day. */
export async function noteMissed(scope: WriteScope, day: string, missed: readonly { code: string; times: number }[]): Promise<void> {
  const known = await tables(scope)
    .selectFrom('linksMissed')
    .select('code')
    .where('workspaceId', '=', scope.workspaceId)
    .where('day', '=', day)
    .execute()
  const had = new Set(known.map((row) => row.code))
  const room = Math.max(0, MOST_A_DAY - had.size)
  const kept = [...missed.filter(({ code }) => had.has(code)), ...missed.filter(({ code }) => !had.has(code)).slice(0, room)]
  for (const { code, times } of kept)
    await tables(scope)
      .insertInto('linksMissed')
      .values({ workspaceId: scope.workspaceId, code, day, times })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'code', 'day']).doUpdateSet((eb) => ({ times: eb('linksMissed.times', '+', times) })))
      .execute()
  if (kept.length > 0) await scope.announce({ type: 'LinksMissed' })
}

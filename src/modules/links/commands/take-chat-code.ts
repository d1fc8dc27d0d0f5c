import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { WriteScope } from '#platform/scope'
import { makeChatCode, REST_MS } from '../model/chat-code.ts'
import { tables } from '../tables.ts'

/**
 * A chat code that nothing of this shop stands for, nor stood for within a year.
 * One taker at a time a shop: until this transaction ends no other can read which codes are free.
 */
export async function takeChatCode(scope: WriteScope): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`links chat codes ${scope.workspaceId}`}, 0))`.execute(scope.db)
  const rested = new Date(scope.clock.now().getTime() - REST_MS)
  const rows = await tables(scope)
    .selectFrom('linksLinks')
    .select('chatCode')
    .where('workspaceId', '=', scope.workspaceId)
    .where('chatCode', 'is not', null)
    .where((eb) => eb.or([eb('closedAt', 'is', null), eb('closedAt', '>', rested)]))
    .where((eb) => eb.or([eb('chatCodeUntil', 'is', null), eb('chatCodeUntil', '>', rested)]))
    .execute()
  return makeChatCode(new Set(rows.map((row) => row.chatCode!)), randomInt)
}

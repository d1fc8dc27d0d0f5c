import { sql } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import type { WriteScope } from '#platform/scope'
import { reckonMargins } from '../costs.ts'
import { oneAtATime } from '../commands/one-at-a-time.ts'
import type { Counts } from '../commands/take-batch.ts'
import { idsOfNumbers } from '../orders-by-number.ts'
import { rowsAtOnce, type ColumnTypes } from '../rows-at-once.ts'
import { tables, type ShopTables } from '../tables.ts'
import { placesOf } from './settle.ts'
import { keepBeneath } from './settlement-changes.ts'
import { keptOf, receivedOf, type SettledEntry, type SettledOrder } from './settlements-of-file.ts'

/**
 * Brings settlements in, in the transaction of the scope, and reckons the margins of their orders anew. Those whose order is not
 * here wait for it. What is known already changes nothing, and what is older leads nothing back.
 */
export async function takeSettlements(scope: WriteScope, { importId, once }: { importId: string; once: boolean }, orders: readonly SettledOrder[]): Promise<Counts> {
  const [first] = orders
  if (!first) return { added: 0, changed: 0, unchanged: 0 }
  await oneAtATime(scope)
  const before = await known(scope, first.market, orders)
  const takenAt = scope.clock.now()
  const changed = orders.filter(({ externalId, entries }) => entries.some((entry) => isNews(before.get(externalId)?.get(entry.entry), entry, once)))
  const rows = changed.flatMap(({ market, externalId, entries }) =>
    entries
      .filter((entry) => isNews(before.get(externalId)?.get(entry.entry), entry, once))
      .map((entry) => ({
        workspaceId: scope.workspaceId,
        market,
        externalId,
        ...entry,
        received: receivedOf(entry),
        kept: keptOf(entry),
        importId,
        takenAt,
      })),
  )
  if (rows.length > 0) {
    const { names, table } = rowsAtOnce(settlementColumns, rows)
    await keepBeneath(scope, importId, rows)
    await tables(scope)
      .insertInto('shopSettlements')
      .columns(names)
      .expression(sql`select * from ${table} n`)
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'market', 'externalId', 'entry']).doUpdateSet(({ ref }) => ({
          currency: ref('excluded.currency'),
          paidOutAt: ref('excluded.paidOutAt'),
          goods: ref('excluded.goods'),
          parts: ref('excluded.parts'),
          paidOut: ref('excluded.paidOut'),
          received: ref('excluded.received'),
          kept: ref('excluded.kept'),
          importId: ref('excluded.importId'),
          takenAt: ref('excluded.takenAt'),
        })),
      )
      .execute()
  }
  const shop = await workspace.shopProfile(scope)
  const orderIds = await ordersOf(scope, changed)
  await reckonMargins(scope, shop, { orderIds })
  const added = changed.filter(({ externalId }) => !before.has(externalId)).length
  return { added, changed: changed.length - added, unchanged: orders.length - changed.length }
}

const settlementColumns = {
  externalId: 'text',
  workspaceId: 'uuid',
  market: 'text',
  entry: 'text',
  currency: 'text',
  paidOutAt: 'timestamptz',
  goods: 'bigint',
  parts: 'jsonb',
  paidOut: 'bigint',
  received: 'bigint',
  kept: 'bigint',
  importId: 'uuid',
  takenAt: 'timestamptz',
} as const satisfies ColumnTypes<keyof ShopTables['shopSettlements']>

/** Those that are here. */
async function ordersOf(scope: WriteScope, settled: readonly SettledOrder[]): Promise<string[]> {
  if (settled.length === 0) return []
  const numbered = settled.flatMap(({ market, externalId }) => placesOf(market).map((salesPlace) => ({ salesPlace, externalId })))
  const { rows } = await sql<{ ids: string[] }>`select ${idsOfNumbers(scope.workspaceId, numbered)} as ids`.execute(scope.db)
  return rows[0]!.ids
}

type Known = Pick<SettledEntry, 'currency' | 'paidOutAt' | 'goods' | 'parts' | 'paidOut'>

async function known(scope: WriteScope, market: string, orders: readonly SettledOrder[]): Promise<Map<string, Map<string, Known>>> {
  const rows = await tables(scope)
    .selectFrom('shopSettlements')
    .select(['externalId', 'entry', 'currency', 'paidOutAt', 'goods', 'parts', 'paidOut'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('market', '=', market)
    .where(sql<boolean>`external_id = any(${orders.map(({ externalId }) => externalId)}::text[])`)
    .orderBy('externalId')
    .orderBy('entry')
    .forUpdate()
    .execute()
  return new Map([...Map.groupBy(rows, ({ externalId }) => externalId)].map(([id, entries]) => [id, new Map(entries.map((row) => [row.entry, row]))]))
}

/** What comes once in a market's files, and was paid out before what is known, is an older word. */
function isNews(known: Known | undefined, entry: SettledEntry, once: boolean): boolean {
  if (!known) return true
  if (once && known.paidOutAt && (!entry.paidOutAt || entry.paidOutAt < known.paidOutAt)) return false
  return wordOf(known) !== wordOf(entry)
}

const wordOf = ({ currency, paidOutAt, goods, parts, paidOut }: Known): string =>
  JSON.stringify([currency, paidOutAt?.getTime() ?? null, goods, Object.entries(parts).sort(), paidOut])

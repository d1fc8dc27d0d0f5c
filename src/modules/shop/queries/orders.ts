import { sql, type SqlBool } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import { unsoldStates, type FoundUs, type Order, type OrderLine, type OrderState } from '#contract/shop.ts'
import type { Month } from '#contract/values.ts'
import { queries as people } from '#modules/people'
import { queries as workspace } from '#modules/workspace'
import { addMonths, startOfMonth } from '#platform/clock'
import { isId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { foundUsOf } from '../model/found-us.ts'
import { plain } from '../model/text.ts'
import { tables } from '../tables.ts'

export interface OrdersWanted {
  month?: Month
  search?: string
  foundUs?: FoundUs['answer']
  salesPlace?: SalesPlace
  state?: OrderState
  channel?: Channel
  margin?: 'missing' | 'usual'
  rate?: 'missing'
  cursor?: string
  limit?: number
}

/** A page of orders, the latest first; orders taken back are left out. */
export async function orders(scope: ReadScope, wanted: OrdersWanted): Promise<{ items: Order[]; next?: string } | Refusal> {
  const limit = wanted.limit ?? 50
  let query = rowsOf(scope).where('o.undoneAt', 'is', null)
  if (wanted.cursor !== undefined) {
    const after = readCursor(wanted.cursor)
    if (!after) return refuse('shop.cursor-unreadable', { where: 'cursor' })
    query = query.where(sql<SqlBool>`(o.ordered_at, o.order_id) < (${after.at}, ${after.id}::uuid)`)
  }
  if (wanted.month !== undefined) {
    const { zone } = await workspace.shopProfile(scope)
    query = query
      .where('o.orderedAt', '>=', startOfMonth(zone, wanted.month))
      .where('o.orderedAt', '<', startOfMonth(zone, addMonths(wanted.month, 1)))
  }
  if (wanted.foundUs !== undefined) query = query.where('o.foundUs', '=', wanted.foundUs)
  if (wanted.salesPlace !== undefined) query = query.where('o.salesPlace', '=', wanted.salesPlace)
  if (wanted.state !== undefined) query = query.where('o.state', '=', wanted.state)
  if (wanted.channel !== undefined) query = query.where((eb) => eb(eb.fn.coalesce('o.said', 'o.trackedChannel'), '=', wanted.channel!))
  if (wanted.margin !== undefined)
    query = query.where('o.marginBy', 'is not distinct from', wanted.margin === 'missing' ? null : wanted.margin).where('o.state', 'in', ['placed', 'done'])
  if (wanted.rate !== undefined) query = query.where('o.amount', 'is', null).where('o.state', 'in', ['placed', 'done'])
  const search = plain(wanted.search)
  if (search !== null) query = query.where(await matching(scope, search))

  const rows = await query
    .orderBy('o.orderedAt', 'desc')
    .orderBy('o.orderId', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: await presentOrders(scope, shown),
    ...(rows.length > limit && last && { next: cursorOf(last) }),
  }
}

/** One order, also one that was taken back. */
export async function orderById(scope: ReadScope, orderId: string): Promise<Order | undefined> {
  const row = await rowsOf(scope).where('o.orderId', '=', orderId).executeTakeFirst()
  return row && (await presentOrders(scope, [row]))[0]
}

const rowsOf = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('shopOrders as o')
    .selectAll('o')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('shopOrders as f')
            .select('f.orderId')
            .whereRef('f.workspaceId', '=', 'o.workspaceId')
            .whereRef('f.buyerKey', '=', 'o.buyerKey')
            .whereRef('f.orderedAt', '<', 'o.orderedAt')
            .where('f.undoneAt', 'is', null)
            .where('f.state', 'not in', [...unsoldStates]),
        )
        .as('returning'),
    )
    .where('o.workspaceId', '=', scope.workspaceId)

type OrderRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

async function presentOrders(scope: ReadScope, rows: readonly OrderRow[]): Promise<Order[]> {
  const [lines, known] = [
    await linesOfOrders(scope, rows.map((row) => row.orderId)),
    await people.persons(scope, rows.flatMap((row) => row.personId ?? [])),
  ]
  return rows.map((row) => ({
    id: row.orderId,
    orderedAt: row.orderedAt.toISOString(),
    amount: row.amount,
    original: row.originalCurrency && { currency: row.originalCurrency, amount: row.originalAmount! },
    margin: row.margin,
    marginBy: row.marginBy,
    state: row.state,
    returnCost: row.returnCost,
    salesPlace: row.salesPlace,
    foundUs: foundUsOf(row),
    code: row.code,
    codeKnown: row.code !== null && (row.trackedBy === 'code' || row.trackedBy === 'voucher'),
    tracked:
      row.trackedChannel === null
        ? null
        : {
            channel: row.trackedChannel,
            by: row.trackedBy!,
            at: row.trackedAt!.toISOString(),
            linkId: row.trackedLinkId,
            postId: row.trackedPostId,
          },
    creator: row.creator,
    buyer: row.buyerKey === null ? null : buyerOf(row, known),
    lines: lines.get(row.orderId) ?? [],
    source: row.source,
    externalId: row.externalId,
    note: row.note,
  }))
}

function buyerOf(row: OrderRow, known: Awaited<ReturnType<typeof people.persons>>): Order['buyer'] {
  const person = row.personId === null ? undefined : known.get(row.personId)
  return { name: person?.name ?? null, phoneKept: person?.phoneKept ?? false, returning: Boolean(row.returning) }
}

async function linesOfOrders(scope: ReadScope, ids: readonly string[]): Promise<Map<string, OrderLine[]>> {
  const lines = new Map<string, OrderLine[]>()
  if (ids.length === 0) return lines
  const rows = await tables(scope)
    .selectFrom('shopOrderLines')
    .select(['orderId', 'productId as product', 'name', 'variation', 'quantity', 'value'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', 'in', [...ids])
    .orderBy('orderId')
    .orderBy('line')
    .execute()
  for (const { orderId, ...line } of rows) lines.set(orderId, [...(lines.get(orderId) ?? []), line])
  return lines
}

/** Words of the note, the code, the export's number, the creator's, the products' and the buyer's name; or the amount itself. */
async function matching(scope: ReadScope, search: string) {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const persons = await people.personsNamed(scope, search)
  const digits = search.replace(/[^\d]/g, '')
  const amount = /^[\d.,\s]+$/.test(search) && digits.length <= 12 ? Number(digits) : null
  return sql<SqlBool>`(
    o.note ilike ${like} or o.code ilike ${like} or o.external_id ilike ${like} or o.creator ilike ${like} or o.said_detail ilike ${like}
    or o.person_id = any(${persons}::uuid[])
    or (${amount}::bigint is not null and (o.amount = ${amount}::bigint or o.original_amount = ${amount}::bigint))
    or exists (select 1 from shop_order_lines l where l.workspace_id = o.workspace_id and l.order_id = o.order_id and l.name ilike ${like})
  )`
}

const cursorOf = (row: { orderedAt: Date; orderId: string }) =>
  Buffer.from(`${row.orderedAt.toISOString()} ${row.orderId}`).toString('base64url')

function readCursor(cursor: string): { at: Date; id: string } | null {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString())
  const at = match ? new Date(match[1]!) : null
  return at && !Number.isNaN(at.getTime()) && isId(match![2]!) ? { at, id: match![2]! } : null
}

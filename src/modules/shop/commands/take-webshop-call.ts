import { sql } from 'kysely'
import { LARGEST_AMOUNT } from '#contract/values.ts'
import type { Webshop } from '#contract/webshops.ts'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'
import type { Told, ToldOrder, WebshopAdapter } from '../webshops/adapter.ts'
import { knownProductsOf, takeBatch } from './take-batch.ts'

/** `heard` also of what it tells twice or late: that changes nothing, and asking again would not help. */
export type CallTaken = 'heard' | 'not-signed'

/**
 * Takes what a web shop tells of an order, whichever of its calls comes first or comes again: the order is brought to
 * what was latest there. What can't be read is heard as well, and said on the screen: the shop would only repeat it.
 */
export async function takeWebshopCall(
  scope: WriteScope,
  { secrets, adapter, webshopId, secret }: { secrets: Pick<Secrets, 'keyedHash'>; adapter: WebshopAdapter; webshopId: string; secret: string },
  told: Told,
): Promise<CallTaken> {
  const note = async (problem: Webshop['problem'], orders = 0) => {
    const { heardAt, ...counts } = { heardAt: scope.clock.now(), problem }
    await tables(scope)
      .updateTable('shopWebshops')
      .set((row) => ({ ...counts, ...(problem === null && { heardAt }), ...(orders > 0 && { orders: row('orders', '+', orders) }) }))
      .where('workspaceId', '=', scope.workspaceId)
      .where('webshopId', '=', webshopId)
      .execute()
  }
  if (!adapter.isSigned(told, secret)) {
    await note('signature')
    return 'not-signed'
  }
  if (!adapter.isOrder(told)) return 'heard'
  const order = adapter.read(parsed(told.body))
  if (typeof order === 'string' || !isPossible(order)) {
    await note(order === 'trial' ? null : typeof order === 'string' ? order : 'unreadable')
    return 'heard'
  }
  // Two calls about one new order at the same moment: the second sees what the first has written.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`webshop ${webshopId} ${order.externalId}`}, 0))`.execute(scope.db)
  const known = await knownProductsOf(scope)
  const { added, changed } = await takeBatch(scope, { secrets, known, importId: null, marketplace: adapter.kind, foundUs: 'missing' }, [order])
  await note(null, added + changed)
  if (added + changed > 0) await scope.announce({ type: 'OrdersImported', importId: null, added, changed })
  return 'heard'
}

/** A price that is none (a plugin's word, a sum beyond all orders), or a day before all of them, makes no order: asked for again it would be the same. */
const isPossible = ({ amount, lines, orderedAt }: ToldOrder): boolean =>
  orderedAt.getTime() > 0 &&
  [amount, ...lines.map(({ value }) => value ?? 0)].every((sum) => Number.isSafeInteger(sum) && sum >= 0 && sum <= LARGEST_AMOUNT) && lines.every(({ quantity }) => quantity <= MOST_PIECES)
const MOST_PIECES = 1_000_000

function parsed(body: Buffer): unknown {
  try {
    // PostgreSQL takes no NUL in a text, and nobody sees that it is gone.
    return JSON.parse(body.toString('utf8'), (_name, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : value))
  } catch {
    return null
  }
}

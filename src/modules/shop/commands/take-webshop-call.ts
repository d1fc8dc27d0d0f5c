import { sql } from 'kysely'
import type { Webshop } from '#contract/webshops.ts'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'
import type { Told, WebshopAdapter } from '../webshops/adapter.ts'
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
  if (typeof order === 'string') {
    await note(order)
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

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

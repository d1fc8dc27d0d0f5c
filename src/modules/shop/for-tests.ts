import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { secretsFrom } from '#platform/secrets'
import type { TestShop } from '../../../tests/harness/index.ts'

export const secrets = secretsFrom(Buffer.alloc(32, 7))

interface Shop {
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
}

/** A shop that has begun: Bu Tini's in Yogyakarta, or Kak Ros's in Kota Bharu. */
export async function begin<S extends Shop>(shop: S, country: 'ID' | 'MY' = 'ID'): Promise<S> {
  const begun = await shop.writing((scope) =>
    workspace.beginShop(
      scope,
      { reserved: new Set() },
      { loginId: newId(), name: country === 'ID' ? 'Bu Tini' : 'Kak Ros' },
      country === 'ID'
        ? { name: 'Sambal Bu Tini', country, currency: 'IDR', zone: 'Asia/Jakarta' }
        : { name: 'Kuih Kak Ros', country, currency: 'MYR', zone: 'Asia/Kuala_Lumpur' },
    ),
  )
  done(begun)
  return shop
}

/** The result of a command that was meant to be done. */
export function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused} ${result.where ?? ''}`)
  return result as Exclude<T, { readonly refused: string }>
}

/** How many orders a shop has, by what became of them, and what those that are done came to. */
export async function storedOrders(shop: Pick<TestShop, 'database' | 'workspaceId'>) {
  const { rows } = await shop.database.pool.query<Record<string, number>>(
    `select count(*)::int as orders,
            (select count(*)::int from shop_order_lines where workspace_id = $1) as lines,
            count(*) filter (where state = 'done')::int as done,
            count(*) filter (where state = 'cancelled')::int as cancelled,
            count(*) filter (where state = 'returned')::int as returned,
            (coalesce(sum(amount) filter (where state = 'done'), 0))::int as "doneGoodsValue"
     from shop_orders where workspace_id = $1`,
    [shop.workspaceId],
  )
  return rows[0]!
}

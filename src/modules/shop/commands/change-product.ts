import type { Product } from '#contract/shop.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { reckonMargins } from '../costs.ts'
import { readAmount, type AmountAsGiven } from '../model/amounts.ts'
import { plain } from '../model/text.ts'
import { products, SINCE_EVER } from '../queries/products.ts'
import { tables } from '../tables.ts'

export interface ProductChange {
  name?: string
  sku?: string | null
  price?: AmountAsGiven | null
  /** The first cost holds for all earlier orders too; a later one from `from`, or from today. */
  cost?: { cost: AmountAsGiven; from?: string | null }
  archived?: boolean
}

/** Changes only what is given. A new cost reckons the margins of the orders it holds for anew. */
export async function changeProduct(
  scope: WriteScope,
  { language = 'id' }: { language?: Language },
  productId: string,
  change: ProductChange,
): Promise<Product | Refusal> {
  const before = (await products(scope, { only: productId }))[0]
  if (!before) return refuse('shop.product-unknown')
  const { currency, zone } = await workspace.shopProfile(scope)
  const price = change.price == null ? change.price : readAmount(change.price, { currency, language, where: 'price' })
  if (isRefusal(price)) return price
  const cost = change.cost && readAmount(change.cost.cost, { currency, language, where: 'cost', orZero: true })
  if (isRefusal(cost)) return cost
  const name = change.name === undefined ? before.name : plain(change.name)
  if (name === null) return refuse('shop.product-name-missing', { where: 'name' })
  const archivedAt = change.archived === undefined ? undefined : change.archived ? scope.clock.now() : null
  if ((archivedAt === undefined ? !before.archived : archivedAt === null) && (await nameTaken(scope, productId, name)))
    return refuse('shop.product-name-taken', { where: 'name', values: { name } })

  const changes = {
    name,
    ...(change.sku !== undefined && { sku: plain(change.sku) }),
    ...(price !== undefined && { price }),
    ...(archivedAt !== undefined && { archivedAt }),
  }
  const db = tables(scope)
  await db.updateTable('shopProducts').set(changes).where('workspaceId', '=', scope.workspaceId).where('productId', '=', productId).execute()
  if (cost !== undefined) {
    const today = dayIn(zone, scope.clock.now())
    const fromDay = before.costs.length === 0 ? SINCE_EVER : change.cost!.from === null ? SINCE_EVER : (change.cost!.from ?? today)
    await db
      .insertInto('shopProductCosts')
      .values({ workspaceId: scope.workspaceId, productId, fromDay, cost })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'productId', 'fromDay']).doUpdateSet({ cost }))
      .execute()
    await reckonMargins(scope, { currency, zone }, { productId })
  }
  await scope.announce({ type: 'ProductsChanged', productId })
  return (await products(scope, { only: productId }))[0]!
}

const nameTaken = async (scope: WriteScope, productId: string, name: string): Promise<boolean> =>
  (await tables(scope)
    .selectFrom('shopProducts')
    .select('productId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('productId', '<>', productId)
    .where('archivedAt', 'is', null)
    .where(({ eb, fn, ref, val }) => eb(fn('lower', [ref('name')]), '=', fn('lower', [val(name)])))
    .executeTakeFirst()) !== undefined

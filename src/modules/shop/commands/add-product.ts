import type { Product } from '#contract/shop.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { readAmount, type AmountAsGiven } from '../model/amounts.ts'
import { plain } from '../model/text.ts'
import { products, SINCE_EVER } from '../queries/products.ts'
import { tables } from '../tables.ts'

export interface NewProduct {
  name: string
  sku?: string
  /** Null or left out: not said, which is not 0. */
  price?: AmountAsGiven | null
  /** What one piece costs the shop, goods and packing together. */
  cost?: AmountAsGiven | null
}

export async function addProduct(scope: WriteScope, { language = 'id' }: { language?: Language }, wanted: NewProduct): Promise<Product | Refusal> {
  const { currency } = await workspace.shopProfile(scope)
  const price = wanted.price == null ? null : readAmount(wanted.price, { currency, language, where: 'price' })
  if (isRefusal(price)) return price
  const cost = wanted.cost == null ? null : readAmount(wanted.cost, { currency, language, where: 'cost', orZero: true })
  if (isRefusal(cost)) return cost
  const name = plain(wanted.name)
  if (name === null) return refuse('shop.product-name-missing', { where: 'name' })

  const productId = newId(scope.clock.now().getTime())
  const added = await tables(scope)
    .insertInto('shopProducts')
    .values({
      workspaceId: scope.workspaceId,
      productId,
      name,
      sku: plain(wanted.sku),
      price,
      addedAt: scope.clock.now(),
      archivedAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('productId')
    .executeTakeFirst()
  if (!added) return refuse('shop.product-name-taken', { where: 'name', values: { name } })
  if (cost !== null)
    await tables(scope).insertInto('shopProductCosts').values({ workspaceId: scope.workspaceId, productId, fromDay: SINCE_EVER, cost }).execute()
  await scope.announce({ type: 'ProductsChanged', productId })
  return (await products(scope, { only: productId }))[0]!
}

import type { SaveOrderForm } from '#contract/order-form.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { productsOf } from '../costs.ts'
import { readAmount } from '../model/amounts.ts'
import { plain } from '../model/text.ts'
import { productsOffered } from '../queries/order-form.ts'
import { tables } from '../tables.ts'

/** Opens, closes or changes the shop's order form. It can't be opened with nothing to order on it. */
export async function saveOrderForm(scope: WriteScope, { language }: { language: Language }, wish: SaveOrderForm): Promise<Refusal | undefined> {
  const { currency } = await workspace.shopProfile(scope)
  if (!wish.pickUp && !wish.delivery) return refuse('shop.form-no-delivery', { where: 'pickUp' })
  const deliveryFee = wish.deliveryFee === null ? null : readAmount(wish.deliveryFee, { currency, language, where: 'deliveryFee', orZero: true })
  if (isRefusal(deliveryFee)) return deliveryFee
  const products = wish.products && [...new Set(wish.products)]
  const known = await productsOf(scope, products ?? [])
  const strange = products?.findIndex((id) => !known.has(id)) ?? -1
  if (strange >= 0) return refuse('shop.product-unknown', { where: `products.${strange}` })
  if (wish.open && (await productsOffered(scope, products)).length === 0) return refuse('shop.form-nothing-offered', { where: 'products' })

  const row = {
    open: wish.open,
    paused: wish.paused,
    pausedWords: plain(wish.pausedWords) ?? '',
    hours: plain(wish.hours) ?? '',
    words: plain(wish.words) ?? '',
    products,
    phone: wish.phone,
    pickUp: wish.pickUp,
    delivery: wish.delivery,
    deliveryFee,
    deliveryWords: plain(wish.deliveryWords) ?? '',
    changedAt: scope.clock.now(),
  }
  await tables(scope)
    .insertInto('shopOrderForms')
    .values({ workspaceId: scope.workspaceId, ...row })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(row))
    .execute()
  await scope.announce({ type: 'OrderFormChanged' })
  return undefined
}

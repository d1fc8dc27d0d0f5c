import { orderFormRoutes as contract, type FormOrder } from '#contract/order-form.ts'
import { qrPng, qrSvg } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { serve, servePublic, type Served } from '#platform/http'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { ShopNeeds } from './commands/note-order.ts'
import { saveOrderForm } from './commands/order-form.ts'
import { confirmFormOrder, declineFormOrder, undoConfirmFormOrder, undoDeclineFormOrder } from './commands/settle-form-order.ts'
import type { PublicAddressNeeds } from './queries/buy-buttons.ts'
import { formOrderById, formOrders } from './queries/form-orders.ts'
import { orderForm, orderFormUrl } from './queries/order-form.ts'

export const formRoutes = (needs: PublicAddressNeeds & Pick<ShopNeeds, 'secrets'>): Served[] => {
  /** Without who it was: answers to writes are kept for a month, the buyer's own words for two weeks. */
  const settled = async (scope: ReadScope, id: string): Promise<FormOrder | Refusal<'shop.form-order-unknown'>> => {
    const order = await formOrderById(scope, needs, id)
    return isRefusal(order) ? order : { ...order, buyerName: null, phone: null, address: null, note: null }
  }
  return [
    serve(contract.orderForm, ({ scope }) => orderForm(scope, needs)),
    serve(contract.saveOrderForm, async ({ scope, body, language }) => (await saveOrderForm(scope, { language }, body)) ?? orderForm(scope, needs)),
    servePublic(contract.orderFormQr, async ({ scope, query, reply }) => {
      const shop = await workspace.shopProfile(scope)
      const url = orderFormUrl(needs, shop)
      if (url === null) return refuse('shop.no-public-address')
      if (query.download) reply.header('content-disposition', `attachment; filename="qr-${shop.slug}.${query.as}"`)
      return query.as === 'png'
        ? reply.type('image/png').send(await qrPng(url))
        : reply.type('image/svg+xml').header('content-security-policy', "default-src 'none'").send(qrSvg(url))
    }),
    serve(contract.formOrders, ({ scope, query }) => formOrders(scope, needs, query)),
    serve(contract.confirmFormOrder, async ({ scope, params }) => (await confirmFormOrder(scope, needs, params.id)) ?? settled(scope, params.id)),
    serve(contract.undoConfirmFormOrder, async ({ scope, params }) => (await undoConfirmFormOrder(scope, params.id)) ?? settled(scope, params.id)),
    serve(contract.declineFormOrder, async ({ scope, params, body }) => (await declineFormOrder(scope, params.id, body.why)) ?? settled(scope, params.id)),
    serve(contract.undoDeclineFormOrder, async ({ scope, params }) => (await undoDeclineFormOrder(scope, params.id)) ?? settled(scope, params.id)),
  ]
}

import { Readable } from 'node:stream'
import { shopRoutes as contract } from '#contract/shop.ts'
import { dayIn } from '#platform/clock'
import { serve, servePrepared, servePublic, tappedAt, type Served } from '#platform/http'
import { isRefusal, refuse } from '#platform/refusal'
import { addProduct } from './commands/add-product.ts'
import { changeOrder } from './commands/change-order.ts'
import { changeProduct } from './commands/change-product.ts'
import { beginImport } from './commands/import-orders.ts'
import type { ShopNeeds } from './commands/note-order.ts'
import { noteOrder } from './commands/note-order.ts'
import { stopImport } from './commands/stop-import.ts'
import { restoreOrder, undoOrder } from './commands/undo-order.ts'
import type { Uploads } from './imports/uploads.ts'
import { order } from './queries/order.ts'
import { ordersFile } from './queries/orders-file.ts'
import { ordersImport, ordersImports } from './queries/orders-imports.ts'
import { ordersSummary } from './queries/orders-summary.ts'
import { orderById, orders } from './queries/orders.ts'
import { products } from './queries/products.ts'

export interface ShopRoutesNeeds {
  secrets: ShopNeeds['secrets']
  /** An import outlives the request that began it: its file lies here until `importJobs` is done with it. */
  uploads: Uploads
}

export const shopRoutes = (needs: ShopRoutesNeeds): Served[] => [
  serve(contract.noteOrder, async ({ scope, body, language, request }) => {
    const orderedAt = body.orderedAt ?? tappedAt(request, scope.clock.now())
    const noted = await noteOrder(scope, { secrets: needs.secrets, language }, { ...body, orderedAt })
    return isRefusal(noted) ? noted : (await orderById(scope, noted.id))!
  }),
  serve(contract.orders, ({ scope, query }) => orders(scope, query)),
  serve(contract.ordersSummary, ({ scope, query }) => ordersSummary(scope, query.month)),
  servePublic(contract.ordersFile, async ({ scope, query, language, reply }) => {
    const name = `kicau-${query.month ?? dayIn('UTC', scope.clock.now())}.csv`
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(ordersFile(scope, query.month, language)))
  }),
  serve(contract.order, ({ scope, params }) => order(scope, needs, params.id)),
  serve(contract.changeOrder, async ({ scope, params, body, language }) => {
    const refused = await changeOrder(scope, { secrets: needs.secrets, language }, params.id, body)
    return refused ?? order(scope, needs, params.id)
  }),
  serve(contract.undoOrder, ({ scope, params }) => undoOrder(scope, params.id)),
  serve(contract.restoreOrder, async ({ scope, params }) => (await restoreOrder(scope, params.id)) ?? order(scope, needs, params.id)),
  serve(contract.products, ({ scope, query }) => products(scope, { archived: query.archived === 'true' })),
  serve(contract.addProduct, ({ scope, body, language }) => addProduct(scope, { language }, body)),
  serve(contract.changeProduct, ({ scope, params, body, language }) => changeProduct(scope, { language }, params.id, body)),
  servePrepared(
    contract.importOrders,
    async ({ request, params }) => {
      const file = request.isMultipart() ? await request.file() : undefined
      if (!file) return refuse('shop.import-file-missing', { where: 'file' })
      const importId = await needs.uploads.keep(params.shop, file.file, () => file.file.truncated)
      return isRefusal(importId) ? importId : { importId, fileName: file.filename }
    },
    async ({ scope, prepared: { importId, fileName }, language }) => {
      await beginImport(scope, fileName, importId)
      // Heard once this is committed: from then on the work goes on by itself.
      await scope.announce({ type: 'OrdersImportBegun', importId })
      return ordersImport(scope, importId, language)
    },
  ),
  serve(contract.ordersImports, ({ scope, language }) => ordersImports(scope, language)),
  serve(contract.ordersImport, ({ scope, params, language }) => ordersImport(scope, params.id, language)),
  serve(contract.stopImport, async ({ scope, params, language }) => (await stopImport(scope, params.id)) ?? ordersImport(scope, params.id, language)),
]

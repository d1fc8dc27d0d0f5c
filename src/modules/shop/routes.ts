import { Readable } from 'node:stream'
import { chatsRoutes as chats } from '#contract/chats.ts'
import { leadsRoutes } from '#contract/leads.ts'
import { vouchersRoutes } from '#contract/vouchers.ts'
import { trafficRoutes } from '#contract/traffic.ts'
import { ratesRoutes } from '#contract/rates.ts'
import { usualMarginsRoutes } from '#contract/usual-margins.ts'
import { orderImportsRoutes as imports } from '#contract/order-imports.ts'
import { shopRoutes as contract } from '#contract/shop.ts'
import { webshopsRoutes as webshopsContract } from '#contract/webshops.ts'
import { dayIn } from '#platform/clock'
import { serve, servePrepared, servePublic, tappedAt, type Served } from '#platform/http'
import { isRefusal, refuse } from '#platform/refusal'
import type { Uploads } from '#platform/uploads'
import { addWebshop, removeWebshop } from './commands/add-webshop.ts'
import { addProduct } from './commands/add-product.ts'
import { changeOrder } from './commands/change-order.ts'
import { changeProduct } from './commands/change-product.ts'
import { beginImport } from './commands/import-orders.ts'
import { closeLead, removeLead, restoreLead } from './commands/close-lead.ts'
import { nameColumns } from './commands/name-columns.ts'
import { noteLead } from './commands/note-lead.ts'
import type { ShopNeeds } from './commands/note-order.ts'
import { noteOrder } from './commands/note-order.ts'
import { sayRate } from './commands/say-rate.ts'
import { sayReturnCosts } from './commands/say-return-costs.ts'
import { sayUsualMargin } from './commands/say-usual-margin.ts'
import { settleChatLine } from './commands/settle-chat-line.ts'
import { setTrafficWorth } from './commands/set-traffic-worth.ts'
import { stopImport } from './commands/stop-import.ts'
import { restoreImport, undoImport } from './commands/undo-import.ts'
import { restoreOrder, undoOrder } from './commands/undo-order.ts'
import { closeVoucher, makeVoucher, reopenVoucher } from './commands/vouchers.ts'
import { winLead } from './commands/win-lead.ts'
import { chatFindings } from './queries/chat-findings.ts'
import { order } from './queries/order.ts'
import { ordersFile } from './queries/orders-file.ts'
import { ordersImport, ordersImports } from './queries/orders-imports.ts'
import { ordersSummary } from './queries/orders-summary.ts'
import { orderById, orders } from './queries/orders.ts'
import { products } from './queries/products.ts'
import { rates } from './queries/rates.ts'
import { traffic } from './queries/traffic.ts'
import { usualMargins } from './queries/usual-margins.ts'
import { webshops } from './queries/webshops.ts'
import { HOOKS_PATH } from './webshops/hooks-plugin.ts'
import { vouchers } from './queries/vouchers.ts'
import { touchOf } from './touch.ts'

export interface ShopRoutesNeeds {
  secrets: ShopNeeds['secrets']
  /** An import outlives the request that began it: its file lies here until `importJobs` is done with it. */
  uploads: Uploads
  publicUrl: string | null
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
  serve(contract.sayReturnCosts, ({ scope, body, language }) => sayReturnCosts(scope, { language }, body)),
  serve(contract.products, ({ scope, query }) => products(scope, { archived: query.archived === 'true' })),
  serve(contract.addProduct, ({ scope, body, language }) => addProduct(scope, { language }, body)),
  serve(contract.changeProduct, ({ scope, params, body, language }) => changeProduct(scope, { language }, params.id, body)),
  serve(usualMarginsRoutes.usualMargins, ({ scope }) => usualMargins(scope)),
  serve(usualMarginsRoutes.sayUsualMargin, async ({ scope, body }) => {
    await sayUsualMargin(scope, body)
    return usualMargins(scope)
  }),
  serve(ratesRoutes.rates, async ({ scope }) => ({ ...(await rates(scope)), reckoned: [] })),
  serve(ratesRoutes.sayRate, async ({ scope, body, language }) => {
    const reckoned = await sayRate(scope, { language }, body)
    return isRefusal(reckoned) ? reckoned : { ...(await rates(scope)), reckoned }
  }),
  serve(leadsRoutes.noteLead, ({ scope, body, language }) => noteLead(scope, { secrets: needs.secrets, language }, body)),
  serve(leadsRoutes.winLead, ({ scope, params, body, language }) => winLead(scope, { secrets: needs.secrets, language }, { id: params.id, ...body })),
  serve(leadsRoutes.closeLead, ({ scope, params, body }) => closeLead(scope, params.id, body.lost)),
  serve(leadsRoutes.removeLead, ({ scope, params }) => removeLead(scope, params.id)),
  serve(leadsRoutes.restoreLead, ({ scope, params }) => restoreLead(scope, params.id)),
  serve(vouchersRoutes.vouchers, ({ scope }) => vouchers(scope)),
  serve(vouchersRoutes.makeVoucher, ({ scope, body }) => makeVoucher(scope, body)),
  serve(vouchersRoutes.closeVoucher, ({ scope, params }) => closeVoucher(scope, params.id)),
  serve(vouchersRoutes.reopenVoucher, ({ scope, params }) => reopenVoucher(scope, params.id)),
  serve(vouchersRoutes.codeOfOrder, async ({ scope, query }) => {
    const touch = await touchOf(scope, { code: query.typed, personId: null, at: scope.clock.now() })
    return { meaning: touch && { channel: touch.channel, by: touch.by } }
  }),
  serve(trafficRoutes.traffic, ({ scope }) => traffic(scope)),
  serve(trafficRoutes.setTrafficWorth, ({ scope, body }) => setTrafficWorth(scope, body)),
  servePrepared(
    imports.importOrders,
    async ({ request, params }) => {
      const file = request.isMultipart() ? await request.file() : undefined
      if (!file) return refuse('shop.import-file-missing', { where: 'file' })
      const kept = await needs.uploads.keep(params.shop, file.file, () => file.file.truncated)
      if (kept === 'too-large') return refuse('shop.import-too-large', { where: 'file', values: { most: '30 MB' } })
      return kept === 'empty' ? refuse('shop.import-empty', { where: 'file' }) : { ...kept, fileName: file.filename }
    },
    async ({ scope, prepared: { importId, fileName }, language }) => {
      await beginImport(scope, fileName, importId)
      // Heard once this is committed: from then on the work goes on by itself.
      await scope.announce({ type: 'OrdersImportBegun', importId })
      return ordersImport(scope, importId, language)
    },
  ),
  serve(imports.ordersImports, ({ scope, language }) => ordersImports(scope, language)),
  serve(imports.ordersImport, ({ scope, params, language }) => ordersImport(scope, params.id, language)),
  serve(imports.nameImportColumns, async ({ scope, params, body, language }) => (await nameColumns(scope, params.id, body)) ?? ordersImport(scope, params.id, language)),
  serve(imports.undoImport, async ({ scope, params, language }) => (await undoImport(scope, params.id)) ?? ordersImport(scope, params.id, language)),
  serve(imports.restoreImport, async ({ scope, params, language }) => (await restoreImport(scope, params.id)) ?? ordersImport(scope, params.id, language)),
  serve(imports.stopImport, async ({ scope, params, language }) => (await stopImport(scope, params.id)) ?? ordersImport(scope, params.id, language)),
  servePrepared(
    chats.readChat,
    async ({ request, scope }) => {
      const file = request.isMultipart() ? await request.file() : undefined
      if (!file) return refuse('shop.chat-unreadable', { where: 'file' })
      const bytes = await file.toBuffer().catch(() => null)
      if (bytes === null || file.file.truncated) return refuse('shop.chat-too-large', { where: 'file', values: { most: '30 MB' } })
      const { me } = file.fields
      return chatFindings(scope, needs.secrets, { name: file.filename, bytes, me: me && 'value' in me ? String(me.value) : null })
    },
    ({ prepared }) => prepared,
  ),
  serve(chats.settleChatLine, ({ scope, body, language }) => settleChatLine(scope, { secrets: needs.secrets, language }, body)),
  serve(webshopsContract.webshops, ({ scope }) => webshops(scope, hooksOf(needs))),
  serve(webshopsContract.addWebshop, async ({ scope, body }) => {
    const id = await addWebshop(scope, needs.secrets, body)
    return (await webshops(scope, hooksOf(needs))).find((one) => one.id === id)!
  }),
  serve(webshopsContract.removeWebshop, ({ scope, params }) => removeWebshop(scope, params.id)),
]

const hooksOf = ({ publicUrl }: ShopRoutesNeeds): string | null => publicUrl && `${publicUrl}${HOOKS_PATH}`

import type { FastifyRequest } from 'fastify'
import { buyButtonsRoutes as buttonsContract, type BuyButton } from '#contract/buy-buttons.ts'
import { payAccountsRoutes as accountsContract, type PayAccount } from '#contract/pay-accounts.ts'
import { paymentsRoutes as contract } from '#contract/payments.ts'
import { qrPng, qrSvg } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { sentFile, serve, servePrepared, servePublic, type Served } from '#platform/http'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { changeBuyButton, closeBuyButton, makeBuyButton, removeBuyButtonPicture, reopenBuyButton, setBuyButtonPicture } from './commands/buy-buttons.ts'
import { confirmPayment, dismissPayment, restorePayment, undoConfirmPayment } from './commands/confirm-payment.ts'
import { askedChange, askedPayAccount, changePayAccount, connectPayAccount, noteTest, putBackPayAccount, readCode, removePayAccount } from './commands/pay-accounts.ts'
import { PAY_CALLS_PATH } from './payments/calls-plugin.ts'
import type { Payments, PaymentsNeeds } from './payments/payments.ts'
import { payAdapters } from './payments/registry.ts'
import { readQrPicture } from './payments/static-qr/read-picture.ts'
import { buyButtons, type PublicAddressNeeds } from './queries/buy-buttons.ts'
import { payAccountRow, payAccountRows, moneysOf, payAccounts, payProvidersFor, presentPayAccount } from './queries/pay-accounts.ts'
import { matchPayments, paymentById, payments as paymentsOf } from './queries/payments.ts'

export interface PayRoutesNeeds extends PublicAddressNeeds {
  secrets: PaymentsNeeds['secrets']
  payments: Payments
  media: Pick<MediaStore, 'put'>
  publicUrl: string | null
}

const MOST_PICTURE_MB = 8

/** The shops that are having a key tried at this moment, one each: nobody makes Kicau knock at a provider as fast as it can. */
const trying = new Set<string>()

export const payRoutes = (needs: PayRoutesNeeds): Served[] => [
  serve(accountsContract.payAccounts, async ({ scope }) => ({ accounts: await payAccounts(scope, callsOf(needs)), providers: await payProvidersFor(scope) })),
  servePrepared(
    accountsContract.connectPayAccount,
    ({ scope, body }) => oneAtATime(scope, () => askedPayAccount(scope, { secrets: needs.secrets, tryLogin: needs.payments.tryLogin }, body)),
    async ({ scope, prepared }) => accountShown(scope, needs, await connectPayAccount(scope, prepared)),
  ),
  servePrepared(
    accountsContract.readQrPicture,
    async ({ request }) => {
      const picture = await pictureIn(request)
      if (isRefusal(picture)) return picture
      const text = await readQrPicture(picture)
      return text === null ? refuse('shop.qr-picture-unreadable', { where: 'file' }) : readCode(text)
    },
    ({ prepared }) => prepared,
  ),
  servePrepared(
    accountsContract.changePayAccount,
    async ({ scope, params, body }) => {
      const keys = await oneAtATime(scope, () => askedChange(scope, { secrets: needs.secrets, tryLogin: needs.payments.tryLogin }, params.id, body))
      return isRefusal(keys) ? keys : { keys }
    },
    async ({ scope, params, body, prepared }) => (await changePayAccount(scope, params.id, prepared.keys, body)) ?? accountShown(scope, needs, params.id),
  ),
  servePrepared(
    accountsContract.testPayAccount,
    async ({ scope, params }) => {
      const why = await oneAtATime(scope, () => needs.payments.tryAccount(scope.workspaceId, params.id))
      return isRefusal(why) ? why : { why }
    },
    async ({ scope, params, prepared }) => (await noteTest(scope, params.id, prepared.why)) ?? accountShown(scope, needs, params.id),
  ),
  serve(accountsContract.removePayAccount, ({ scope, params }) => removePayAccount(scope, params.id)),
  serve(accountsContract.putBackPayAccount, async ({ scope, params }) => (await putBackPayAccount(scope, params.id)) ?? accountShown(scope, needs, params.id)),

  serve(buttonsContract.buyButtons, async ({ scope }) => {
    const [{ currency }, accounts] = await Promise.all([workspace.shopProfile(scope), payAccountRows(scope)])
    return {
      buttons: await buyButtons(scope, needs),
      ready: accounts.length > 0,
      byHand: accounts.some(({ kind }) => payAdapters[kind].hear === undefined),
      currencies: [...new Set([currency, ...accounts.flatMap(moneysOf)])],
    }
  }),
  serve(buttonsContract.makeBuyButton, async ({ scope, body, language }) => {
    const made = await makeBuyButton(scope, { language }, body)
    return isRefusal(made) ? made : buttonShown(scope, needs, made)
  }),
  serve(buttonsContract.changeBuyButton, async ({ scope, params, body, language }) => (await changeBuyButton(scope, { language }, params.id, body)) ?? buttonShown(scope, needs, params.id)),
  servePrepared(
    buttonsContract.setBuyButtonPicture,
    ({ request }) => pictureIn(request),
    async ({ scope, params, prepared }) => (await setBuyButtonPicture(scope, needs.media, params.id, prepared)) ?? buttonShown(scope, needs, params.id),
  ),
  serve(buttonsContract.removeBuyButtonPicture, async ({ scope, params }) => (await removeBuyButtonPicture(scope, params.id)) ?? buttonShown(scope, needs, params.id)),
  serve(buttonsContract.closeBuyButton, async ({ scope, params }) => (await closeBuyButton(scope, params.id)) ?? buttonShown(scope, needs, params.id)),
  serve(buttonsContract.reopenBuyButton, async ({ scope, params }) => (await reopenBuyButton(scope, params.id)) ?? buttonShown(scope, needs, params.id)),
  servePublic(buttonsContract.buyButtonQr, async ({ scope, params, query, reply }) => {
    const button = await buttonShown(scope, needs, params.id)
    if (isRefusal(button)) return button
    if (button.url === null) return refuse('shop.no-public-address')
    if (query.download) reply.header('content-disposition', `attachment; filename="qr-${button.code}.${query.as}"`)
    return query.as === 'png'
      ? reply.type('image/png').send(await qrPng(button.url))
      : reply.type('image/svg+xml').header('content-security-policy', "default-src 'none'").send(qrSvg(button.url))
  }),

  serve(contract.payments, ({ scope, query }) => paymentsOf(scope, query)),
  serve(contract.matchPayments, ({ scope, query, language }) => matchPayments(scope, query.text, language)),
  serve(contract.confirmPayment, async ({ scope, params }) => (await confirmPayment(scope, needs, params.id)) ?? paymentById(scope, params.id)),
  serve(contract.undoConfirmPayment, async ({ scope, params }) => (await undoConfirmPayment(scope, needs, params.id)) ?? paymentById(scope, params.id)),
  serve(contract.dismissPayment, async ({ scope, params }) => (await dismissPayment(scope, needs, params.id)) ?? paymentById(scope, params.id)),
  serve(contract.restorePayment, async ({ scope, params }) => (await restorePayment(scope, needs, params.id)) ?? paymentById(scope, params.id)),
  servePrepared(
    contract.lookAtPayment,
    async ({ scope, params }) => (await needs.payments.look(scope.workspaceId, params.id)) ?? refuse('shop.payment-unknown'),
    ({ scope, params }) => paymentById(scope, params.id),
  ),
]

const callsOf = ({ publicUrl }: PayRoutesNeeds): string | null => publicUrl && `${publicUrl}${PAY_CALLS_PATH}`

async function accountShown(scope: ReadScope, needs: PayRoutesNeeds, id: string): Promise<PayAccount | Refusal> {
  const row = await payAccountRow(scope, id)
  const { currency } = await workspace.shopProfile(scope)
  return row ? presentPayAccount(row, { calls: callsOf(needs), own: currency }) : refuse('shop.pay-account-unknown')
}

const buttonShown = async (scope: ReadScope, needs: PayRoutesNeeds, id: string): Promise<BuyButton | Refusal> =>
  (await buyButtons(scope, needs)).find((button) => button.id === id) ?? refuse('shop.buy-button-unknown')

async function oneAtATime<T>({ workspaceId }: ReadScope, work: () => Promise<T>): Promise<T | Refusal> {
  if (trying.has(workspaceId)) return refuse('shop.pay-busy')
  trying.add(workspaceId)
  try {
    return await work()
  } finally {
    trying.delete(workspaceId)
  }
}

const pictureIn = async (request: FastifyRequest): Promise<Buffer | Refusal> => (await sentFile(request, MOST_PICTURE_MB)) ?? refuse('shop.picture-missing', { where: 'file' })

import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { PayWhy } from '#contract/pay-accounts.ts'
import type { Money } from '#contract/values.ts'
import type { Asked, Begun, Known, News, PayAdapter, PayLogin, PayTools, Seen } from '../adapter.ts'
import { basic, callProvider, jsonIn, unsure, webAddress, whyOfStatus, type Called } from '../call.ts'
import { fromNumber, toNumber } from '../money.ts'

const SNAP = { live: 'https://app.midtrans.com/snap/v1', sandbox: 'https://app.sandbox.midtrans.com/snap/v1' }
const CORE = { live: 'https://api.midtrans.com/v2', sandbox: 'https://api.sandbox.midtrans.com/v2' }
const at = (servers: typeof SNAP, { live }: PayLogin) => (live ? servers.live : servers.sandbox)
/** Longer ones are refused. */
const LONGEST_NAME = 50

const Status = z.looseObject({
  order_id: z.string(),
  status_code: z.string(),
  gross_amount: z.string(),
  transaction_status: z.string(),
  transaction_id: z.string().optional(),
  fraud_status: z.string().nullish(),
  currency: z.string().nullish(),
  settlement_time: z.string().nullish(),
  transaction_time: z.string().nullish(),
  refund_amount: z.union([z.string(), z.number()]).nullish(),
})
type Status = z.infer<typeof Status>
const Page = z.looseObject({ redirect_url: z.string() })
const Code = z.looseObject({ qr_string: z.string().min(1), transaction_id: z.string() })
const Notification = Status.extend({ signature_key: z.string() })

/** Midtrans: its Snap page, or a QRIS code of its own on ours. Rupiah only, and whole ones. */
export const midtrans: PayAdapter = {
  manifest: { kind: 'midtrans', currencies: ['IDR'], ways: ['page', 'qr'], keyed: true, callSecret: false, sandbox: true },
  doubt: ({ key, live }) => {
    if (/client/i.test(key)) return 'key-wrong'
    // Keys of newer sandboxes look as live ones do; only the servers can tell.
    return live && key.startsWith('SB-') ? 'key-of-other-mode' : null
  },
  // Of a payment that there never was: with a right key Midtrans says so, with a wrong one it does not look.
  check: async (login, tools) => {
    const called = await ask(tools, login, 'kicau-check')
    return statusOf(called) === 404 ? null : (whyNot(called) ?? 'refused')
  },
  begin: (asked, login, tools) => (asked.way === 'qr' ? beginQr(asked, login, tools) : beginPage(asked, login, tools)),
  lookUp,
  hear: ({ body }, login) => {
    const { data: told } = Notification.safeParse(jsonIn(body.toString('utf8')))
    if (!told) return { is: 'unreadable' }
    if (!signatureFits(told, login.key)) return { is: 'signature' }
    const id = createHash('sha256').update([told.transaction_id, told.transaction_status, told.status_code, told.fraud_status, told.refund_amount].join(' ')).digest('base64url')
    const of = { key: told.order_id }
    // The signature covers order, status code and amount, but no refund: that is asked for. So is what a card brought, for that may be
    // cancelled until it settles, and whichever of the two calls comes last, the latest is what Midtrans says now.
    if (/refund|chargeback|capture|cancel/.test(told.transaction_status)) return { is: 'look', id, of }
    return { is: 'news', id, of, news: (currency) => newsOf(told, currency) }
  },
}

/** SHA-512 of order_id + status_code + gross_amount + server key, in hex: https://docs.midtrans.com/docs/https-notification-webhooks */
export function signatureFits(told: Pick<z.infer<typeof Notification>, 'order_id' | 'status_code' | 'gross_amount' | 'signature_key'>, serverKey: string): boolean {
  const expected = createHash('sha512').update(told.order_id + told.status_code + told.gross_amount + serverKey).digest()
  const sent = Buffer.from(told.signature_key, 'hex')
  return sent.length === expected.length && timingSafeEqual(sent, expected)
}

async function beginPage(asked: Asked, login: PayLogin, tools: PayTools): Promise<Begun> {
  const called = await post(tools, login, `${at(SNAP, login)}/transactions`, {
    ...whatIsAsked(asked),
    credit_card: { secure: true },
    callbacks: { finish: asked.back },
    expiry: { unit: 'minutes', duration: minutesLeft(asked, tools) },
  })
  const open = unsure(called)
  if (open) return open
  const address = called.answered ? webAddress(Page.safeParse(called.body).data?.redirect_url) : null
  if (address !== null) return { is: 'made', remoteId: null, address, qr: null, until: asked.until }
  if (called.answered && called.status < 300) return { is: 'unknown', why: 'no-answer' }
  return { is: 'refused', why: whyNot(called) ?? 'refused' }
}

async function beginQr(asked: Asked, login: PayLogin, tools: PayTools): Promise<Begun> {
  const called = await post(tools, login, `${at(CORE, login)}/charge`, {
    payment_type: 'qris',
    ...whatIsAsked(asked),
    custom_expiry: { unit: 'minute', expiry_duration: minutesLeft(asked, tools) },
  })
  const open = unsure(called)
  if (open) return open
  const code = called.answered ? Code.safeParse(called.body).data : undefined
  const status = statusOf(called)
  if (status === 201 && code) return { is: 'made', remoteId: code.transaction_id, address: null, qr: code.qr_string, until: asked.until }
  if (status !== null && status < 300) return { is: 'unknown', why: 'no-answer' }
  // 402: the merchant has no such way to pay. 406: our key is known already, so it came about before.
  return status === 406 ? { is: 'unknown', why: 'no-answer' } : { is: 'refused', why: status === 402 ? 'not-activated' : (whyNot(called) ?? 'refused') }
}

const minutesLeft = ({ until }: Asked, tools: PayTools): number => Math.max(1, Math.ceil((until.getTime() - tools.now().getTime()) / 60_000))

function whatIsAsked({ key, amount, currency, name, quantity, buyer }: Asked) {
  const price = toNumber(amount, currency)
  return {
    transaction_details: { order_id: key, gross_amount: price },
    // One line with the whole: what is shared out by pieces need not come out even.
    item_details: [{ id: 'kicau', price, quantity: 1, name: (quantity > 1 ? `${quantity} × ${name}` : name).slice(0, LONGEST_NAME) }],
    ...((buyer.name || buyer.phone) && { customer_details: { ...(buyer.name && { first_name: buyer.name.slice(0, 50) }), ...(buyer.phone && { phone: buyer.phone }) } }),
  }
}

async function lookUp({ key, currency, paidAt }: Known, login: PayLogin, tools: PayTools): Promise<Seen> {
  const called = await ask(tools, login, key)
  // Also while nobody has chosen on its page how to pay: then nothing was paid either.
  if (statusOf(called) === 404) return { is: 'absent' }
  const { data: status } = Status.safeParse(called.answered ? called.body : null)
  if (!status || status.order_id !== key) return { is: 'not-now', why: whyNot(called) ?? 'refused' }
  return { is: 'seen', news: { ...newsOf(status, currency), ...refundOf(status, currency, paidAt !== null) } }
}

/** `status_code` 200 and settled, or captured and not doubted. */
function newsOf(told: Status, currency: Money): News {
  const { transaction_status: status } = told
  const when = timeOf(told.settlement_time ?? told.transaction_time) ?? new Date(0)
  const settled = /^(settlement|(partial_)?(refund|chargeback))$/.test(status) || (status === 'capture' && (told.fraud_status ?? 'accept') === 'accept')
  if (settled && told.status_code === '200') {
    const amount = fromNumber(told.gross_amount, currency)
    return amount === null ? {} : { paid: { amount, currency: told.currency ?? 'IDR', at: when, fee: null } }
  }
  if (status === 'expire') return { expired: when }
  return /^(deny|cancel|failure)$/.test(status) ? { failed: when } : {}
}

/** What went back to the buyer: by the shop, by their bank, or all of it where a card's payment was cancelled before it settled. */
function refundOf({ transaction_status: status, refund_amount: told, gross_amount: all }: Status, currency: Money, wasPaid: boolean): News {
  const back = status === 'chargeback' || (status === 'cancel' && wasPaid) ? all : status === 'refund' ? (told ?? all) : /^partial_(refund|chargeback)$/.test(status) ? told : null
  const amount = fromNumber(back, currency)
  return amount ? { refund: { id: '', amount } } : {}
}

/** `2026-11-18 10:00:00`, in Jakarta's time. */
function timeOf(text: string | null | undefined): Date | null {
  const at = new Date(`${(text ?? '').replace(' ', 'T')}+07:00`)
  return Number.isNaN(at.getTime()) ? null : at
}

const headersOf = ({ key }: PayLogin) => ({ authorization: basic(key), accept: 'application/json' })
const ask = (tools: PayTools, login: PayLogin, key: string): Promise<Called> => callProvider(tools, `${at(CORE, login)}/${encodeURIComponent(key)}/status`, { headers: headersOf(login) })
const post = (tools: PayTools, login: PayLogin, url: string, body: object): Promise<Called> =>
  callProvider(tools, url, { method: 'POST', headers: { ...headersOf(login), 'content-type': 'application/json' }, body: JSON.stringify(body) })

const Inside = z.looseObject({ status_code: z.string() })

/** Its Core API says the status in the body, and may answer 200 to anything. */
function statusOf(called: Called): number | null {
  if (!called.answered) return null
  const inside = Number(Inside.safeParse(called.body).data?.status_code)
  return Number.isInteger(inside) && inside >= 200 ? inside : called.status
}

function whyNot(called: Called): PayWhy | null {
  if (!called.answered) return called.why
  return whyOfStatus(statusOf(called)!)
}

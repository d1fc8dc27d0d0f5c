import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { PayWhy } from '#contract/pay-accounts.ts'
import { isMoney, type Money } from '#contract/values.ts'
import type { Asked, Begun, Heard, Known, News, PayAdapter, PayLogin, PayTools, Seen } from '../adapter.ts'
import { basic, callProvider, instantOf, jsonIn, unsure, webAddress, whyOfStatus, type Called } from '../call.ts'
import { fromNumber, toNumber } from '../money.ts'

const API = 'https://api.xendit.co'

const Invoice = z.looseObject({
  id: z.string(),
  external_id: z.string(),
  status: z.string(),
  amount: z.number(),
  paid_amount: z.number().nullish(),
  fees_paid_amount: z.number().nullish(),
  currency: z.string().nullish(),
  invoice_url: z.string().nullish(),
  expiry_date: z.string().nullish(),
  paid_at: z.string().nullish(),
  updated: z.string().nullish(),
  payment_id: z.string().nullish(),
})
const Event = z.looseObject({ event: z.string(), data: z.unknown() })
type Invoice = z.infer<typeof Invoice>
const Refund = z.looseObject({ id: z.string(), invoice_id: z.string().nullish(), payment_id: z.string().nullish(), amount: z.number(), currency: z.string(), status: z.string() })

/** Xendit's invoices: the buyer pays on Xendit's page. Amounts are whole rupiah, or ringgit with their sen. */
export const xendit: PayAdapter = {
  manifest: { kind: 'xendit', currencies: ['IDR', 'MYR'], ways: ['page'], keyed: true, callSecret: true, sandbox: true },
  doubt: ({ key, live }) => {
    const mode = /^xnd_(development|production)_/.exec(key)?.[1]
    if (!mode) return 'key-wrong'
    return (mode === 'production') === live ? null : 'key-of-other-mode'
  },
  check: async (login, tools) => whyNot(await get(tools, login, '/v2/invoices?limit=1')),
  begin,
  lookUp,
  hear: ({ headers, body }, { callSecret }) => {
    if (callSecret === null || !tokenFits(headers['x-callback-token'], callSecret)) return { is: 'signature' }
    const told = jsonIn(body.toString('utf8'))
    const { data: event } = Event.safeParse(told)
    const id = headers['webhook-id']?.slice(0, 200) ?? createHash('sha256').update(body).digest('base64url')
    if (event) return event.event.startsWith('refund.') ? refundHeard(event.data, id) : { is: 'other' }
    const { data: invoice } = Invoice.safeParse(told)
    if (!invoice) return { is: 'unreadable' }
    return { is: 'news', id, of: { key: invoice.external_id, remoteId: invoice.id }, news: (currency) => newsOf(invoice, currency) }
  },
}

/** Every call carries the account's own token; it is compared in the same time whatever is sent. */
export function tokenFits(given: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(hash(given), hash(token))
}

function refundHeard(told: unknown, id: string): Heard {
  // Its documentation shows the refund once as `data`, once as the `data` of that.
  const refund = Refund.safeParse(told).data ?? z.looseObject({ data: Refund }).safeParse(told).data?.data
  if (!refund || refund.status !== 'SUCCEEDED' || !(refund.invoice_id || refund.payment_id)) return { is: 'other' }
  return {
    is: 'news',
    id,
    of: { ...(refund.invoice_id && { remoteId: refund.invoice_id }), ...(refund.payment_id && { remotePayment: refund.payment_id }) },
    news: (currency) => {
      const amount = refund.currency === currency ? fromNumber(refund.amount, currency) : null
      return amount === null ? null : { refund: { id: refund.id, amount } }
    },
  }
}

async function begin(asked: Asked, login: PayLogin, tools: PayTools): Promise<Begun> {
  const called = await callProvider(tools, `${API}/v2/invoices`, {
    method: 'POST',
    headers: { ...headersOf(login), 'content-type': 'application/json' },
    body: JSON.stringify({
      external_id: asked.key,
      amount: toNumber(asked.amount, asked.currency),
      currency: asked.currency,
      description: asked.quantity > 1 ? `${asked.quantity} × ${asked.name}` : asked.name,
      invoice_duration: Math.max(60, Math.ceil((asked.until.getTime() - tools.now().getTime()) / 1000)),
      success_redirect_url: asked.back,
      failure_redirect_url: asked.back,
      ...(asked.language !== 'ms' && { locale: asked.language }),
      ...((asked.buyer.name || asked.buyer.phone) && {
        customer: { ...(asked.buyer.name && { given_names: asked.buyer.name }), ...(asked.buyer.phone && { mobile_number: asked.buyer.phone }) },
      }),
    }),
  })
  const open = unsure(called)
  if (open) return open
  const { data: invoice } = Invoice.safeParse(called.answered && called.status < 300 ? called.body : null)
  if (invoice) return madeOf(invoice) ?? { is: 'unknown', why: 'no-answer' }
  if (called.answered && called.status < 300) return { is: 'unknown', why: 'no-answer' }
  return { is: 'refused', why: whyNot(called) ?? 'refused' }
}

async function lookUp(known: Known, login: PayLogin, tools: PayTools): Promise<Seen> {
  const called = await get(tools, login, known.remoteId === null ? `/v2/invoices?external_id=${encodeURIComponent(known.key)}` : `/v2/invoices/${encodeURIComponent(known.remoteId)}`)
  if (called.answered && called.status === 404) return { is: 'absent' }
  if (!called.answered || called.status >= 300) return { is: 'not-now', why: whyNot(called) ?? 'refused' }
  const { data: list } = z.array(Invoice).safeParse(Array.isArray(called.body) ? called.body : [called.body])
  if (!list) return { is: 'not-now', why: 'refused' }
  const invoice = list.find(({ external_id: key }) => key === known.key)
  if (!invoice) return { is: 'absent' }
  const made = madeOf(invoice)
  return { is: 'seen', news: newsOf(invoice, known.currency), ...(made && { made }) }
}

const madeOf = (invoice: Invoice): Extract<Begun, { is: 'made' }> | null => {
  const address = webAddress(invoice.invoice_url)
  return address === null ? null : { is: 'made', remoteId: invoice.id, address, qr: null, until: instantOf(invoice.expiry_date) }
}

function newsOf(invoice: Invoice, currency: Money): News {
  const at = instantOf(invoice.paid_at) ?? instantOf(invoice.updated) ?? new Date(0)
  const remotePayment = invoice.payment_id ? { remotePayment: invoice.payment_id } : {}
  if (invoice.status === 'PAID' || invoice.status === 'SETTLED') {
    const paidIn = invoice.currency ?? currency
    const known = isMoney(paidIn) ? paidIn : currency
    const amount = fromNumber(invoice.paid_amount ?? invoice.amount, known)
    if (amount === null) return remotePayment
    const fee = invoice.fees_paid_amount ? fromNumber(invoice.fees_paid_amount, known) : null
    return { ...remotePayment, paid: { amount, currency: paidIn, at, fee } }
  }
  return invoice.status === 'EXPIRED' ? { expired: at } : {}
}

const headersOf = ({ key }: PayLogin) => ({ authorization: basic(key) })

const get = (tools: PayTools, login: PayLogin, path: string): Promise<Called> => callProvider(tools, `${API}${path}`, { headers: headersOf(login) })

const Failure = z.looseObject({ error_code: z.string() })

function whyNot(called: Called): PayWhy | null {
  if (!called.answered) return called.why
  if (called.status < 300) return null
  const code = Failure.safeParse(called.body).data?.error_code ?? ''
  if (/MINIMUM.*AMOUNT|AMOUNT.*(TOO_LOW|BELOW)/.test(code)) return 'amount-too-small'
  if (/MAXIMUM.*AMOUNT|AMOUNT.*(TOO_HIGH|ABOVE)/.test(code)) return 'amount-too-large'
  if (/CURRENCY/.test(code)) return 'currency-not-taken'
  if (/NO_.*AVAILABLE|UNAVAILABLE_PAYMENT|NOT_ACTIVATED/.test(code)) return 'not-activated'
  return whyOfStatus(called.status) ?? 'refused'
}

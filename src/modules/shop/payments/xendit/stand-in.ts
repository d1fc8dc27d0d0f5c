import type { StandIn, StandInAnswer } from '../stand-in.ts'

export const XENDIT_LOGIN = { key: 'xnd_development_kicau', callSecret: 'token-of-the-account' }

interface Invoice {
  id: string
  external_id: string
  status: 'PENDING' | 'PAID' | 'EXPIRED'
  amount: number
  currency: string
  paid_amount?: number
  paid_at?: string
  fees_paid_amount?: number
  payment_id?: string
  invoice_url: string
  expiry_date: string
  refunds: { id: string; amount: number }[]
}

const wrong = (status: number, code: string): StandInAnswer => ({ status, body: { error_code: code, message: 'refused' } })

/** After https://developers.xendit.co/api-reference/#invoices; an external_id may be used twice, and is. */
export function xenditStandIn(now: () => Date): StandIn {
  const all: Invoice[] = []
  const of = (key: string) => all.find(({ external_id: id }) => id === key)!
  const create = (text: string): StandInAnswer => {
    const asked = JSON.parse(text) as { external_id?: string; amount?: number; currency?: string; invoice_duration?: number }
    if (!asked.external_id || typeof asked.amount !== 'number' || asked.amount <= 0) return wrong(400, 'API_VALIDATION_ERROR')
    if (asked.currency === 'IDR' && asked.amount < 1000) return wrong(400, 'MINIMUM_TRANSFER_LIMIT_AMOUNT')
    const number = all.length + 1
    const invoice: Invoice = {
      id: `inv-${number}`,
      external_id: asked.external_id,
      status: 'PENDING',
      // Rupiah have no decimals there either.
      amount: asked.currency === 'IDR' ? Math.trunc(asked.amount) : asked.amount,
      currency: asked.currency ?? 'IDR',
      invoice_url: `https://checkout.xendit.example/web/inv-${number}`,
      expiry_date: new Date(now().getTime() + (asked.invoice_duration ?? 86_400) * 1000).toISOString(),
      refunds: [],
    }
    all.push(invoice)
    return { status: 200, body: shown(invoice) }
  }
  const shown = ({ refunds: _, ...invoice }: Invoice) => invoice
  return {
    answer: ({ method, path, query, headers, body }) => {
      if (headers.authorization !== `Basic ${Buffer.from(`${XENDIT_LOGIN.key}:`).toString('base64')}`) return wrong(401, 'INVALID_API_KEY')
      if (method === 'POST' && path === '/v2/invoices') return create(body)
      if (path === '/v2/invoices') return { status: 200, body: all.filter(({ external_id: id }) => !query.has('external_id') || id === query.get('external_id')).map(shown) }
      const found = all.find(({ id }) => path === `/v2/invoices/${id}`)
      return found ? { status: 200, body: shown(found) } : wrong(404, 'INVOICE_NOT_FOUND_ERROR')
    },
    pay: (key, { amount } = {}) => {
      const invoice = of(key)
      Object.assign(invoice, { status: 'PAID', paid_amount: amount ?? invoice.amount, paid_at: now().toISOString(), fees_paid_amount: Math.round(invoice.amount * 0.02), payment_id: `py-${invoice.id}` })
    },
    expire: (key) => Object.assign(of(key), { status: 'EXPIRED' }),
    refund: (key, amount) => void of(key).refunds.push({ id: `rfd-${key}-${of(key).refunds.length}`, amount }),
    call: (about, key) => {
      const invoice = of(key)
      const last = invoice.refunds.at(-1)
      const body =
        about === 'refunded'
          ? { event: 'refund.succeeded', business_id: 'b', created: '2026-11-18T03:05:00Z', data: { ...last, invoice_id: invoice.id, payment_id: invoice.payment_id, currency: invoice.currency, status: 'SUCCEEDED' } }
          : { ...shown(invoice), user_id: 'b', merchant_name: 'Bu Tini', ...(about === 'failed' && { status: 'EXPIRED' }) }
      return { headers: { 'content-type': 'application/json', 'x-callback-token': XENDIT_LOGIN.callSecret, 'webhook-id': `${about}-${invoice.id}-${last?.id ?? ''}` }, body: JSON.stringify(body) }
    },
    live: true,
    get made() {
      return all.length
    },
    keyOf: (index) => all[index]!.external_id,
  }
}

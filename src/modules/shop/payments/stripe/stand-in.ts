import Stripe from 'stripe'
import type { StandIn, StandInAnswer, StandInAsked } from '../stand-in.ts'

export const STRIPE_LOGIN = { key: 'sk_test_51Kicau', callSecret: 'whsec_kicau_test' }

interface Session {
  id: string
  created: number
  client_reference_id: string
  amount_total: number
  currency: string
  status: 'open' | 'complete' | 'expired'
  payment_status: 'unpaid' | 'paid'
  url: string | null
  expires_at: number
  payment_intent: string | null
  amount_refunded: number
  metadata: { kicau?: string }
}

const refused = (status: number, type: string, code?: string): StandInAnswer => ({ status, body: { error: { type, ...(code && { code }), message: 'refused' } } })

/** The rupiah in hundredths of what we count; the others as we do. */
const units = ({ currency }: Session, amount: number) => (currency === 'idr' ? amount * 100 : amount)
/** Of an account in Singapore that is paid out in its own dollars. */
const NOT_TAKEN = 'qar'
const SGD_OF = { myr: 0.3 } as Partial<Record<string, number>>
function paidOut({ amount_total: total, currency }: Session) {
  const rate = SGD_OF[currency]
  const amount = Math.round(total * (rate ?? 1))
  return { amount, fee: Math.round(amount * 0.03), currency: rate === undefined ? currency : 'sgd' }
}

/** After https://docs.stripe.com/api/checkout/sessions, /api/idempotent_requests and /api/errors. */
export function stripeStandIn(now: () => Date): StandIn {
  const sessions: Session[] = []
  const answered = new Map<string, { asked: string; answer: StandInAnswer }>()
  const of = (key: string) => sessions.find((session) => session.client_reference_id === key)!
  const shown = (session: Session, expand: boolean) => ({
    ...session,
    object: 'checkout.session',
    url: session.status === 'open' ? session.url : null,
    payment_intent:
      expand && session.payment_intent !== null
        ? { id: session.payment_intent, latest_charge: { created: session.created + 60, amount: session.amount_total, amount_refunded: session.amount_refunded, currency: session.currency, balance_transaction: paidOut(session) } }
        : session.payment_intent,
  })
  const create = ({ body, headers }: StandInAsked): StandInAnswer => {
    const form = new URLSearchParams(body)
    const [amount, currency, expires] = [Number(form.get('line_items[0][price_data][unit_amount]')), form.get('line_items[0][price_data][currency]') ?? '', Number(form.get('expires_at'))]
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refused(400, 'invalid_request_error')
    if (form.get('mode') !== 'payment' || !form.get('success_url') || !form.get('line_items[0][quantity]') || !form.get('line_items[0][price_data][product_data][name]')) return refused(400, 'invalid_request_error', 'parameter_missing')
    if (!/^[a-z]{3}$/.test(currency) || !Number.isInteger(amount)) return refused(400, 'invalid_request_error', 'parameter_invalid_integer')
    const ahead = expires - Math.floor(now().getTime() / 1000)
    if (ahead < 1800 || ahead > 86_400) return refused(400, 'invalid_request_error')
    if (currency === NOT_TAKEN) return { status: 400, body: { error: { type: 'invalid_request_error', param: 'line_items[0][price_data][currency]', message: `Invalid currency: ${currency}. Stripe accounts in SG do not support ${currency}.` } } }
    if (amount < 50) return refused(400, 'invalid_request_error', 'amount_too_small')
    const number = sessions.length + 1
    const session: Session = {
      id: `cs_test_${number}`,
      created: Math.floor(now().getTime() / 1000),
      client_reference_id: form.get('client_reference_id')!,
      amount_total: amount * Number(form.get('line_items[0][quantity]')),
      currency,
      status: 'open',
      payment_status: 'unpaid',
      url: `https://checkout.stripe.example/c/pay/cs_test_${number}`,
      expires_at: expires,
      payment_intent: null,
      amount_refunded: 0,
      metadata: { kicau: form.get('payment_intent_data[metadata][kicau]') ?? '' },
    }
    sessions.push(session)
    return { status: 200, body: shown(session, false) }
  }
  const standIn: StandIn = {
    live: true,
    answer: (asked) => {
      const { method, path, query, headers } = asked
      if (headers.authorization !== `Bearer ${STRIPE_LOGIN.key}`) return refused(401, 'invalid_request_error')
      if (method === 'POST' && path === '/v1/checkout/sessions') {
        const key = headers['idempotency-key']
        const before = key === undefined ? undefined : answered.get(key)
        if (before) return before.asked === asked.body ? before.answer : refused(400, 'idempotency_error')
        const answer = create(asked)
        if (key !== undefined) answered.set(key, { asked: asked.body, answer })
        return answer
      }
      if (path === '/v1/checkout/sessions') {
        const [from, to] = [Number(query.get('created[gte]') ?? 0), Number(query.get('created[lte]') ?? Infinity)]
        const found = sessions.filter(({ created }) => created >= from && created <= to)
        return { status: 200, body: { object: 'list', data: found.map((session) => shown(session, false)).reverse(), has_more: false } }
      }
      const session = sessions.find(({ id }) => path === `/v1/checkout/sessions/${id}`)
      return session ? { status: 200, body: shown(session, query.has('expand[]')) } : refused(404, 'invalid_request_error', 'resource_missing')
    },
    pay: (key, { amount } = {}) => Object.assign(of(key), { status: 'complete', payment_status: 'paid', payment_intent: `pi_${of(key).id}`, ...(amount !== undefined && { amount_total: units(of(key), amount) }) }),
    expire: (key) => Object.assign(of(key), { status: 'expired' }),
    refund: (key, amount) => void (of(key).amount_refunded += units(of(key), amount)),
    call: (about, key, at) => {
      const session = of(key)
      const charge = { object: 'charge', id: `ch_${session.id}`, payment_intent: session.payment_intent, amount: session.amount_total, amount_refunded: session.amount_refunded, currency: session.currency, metadata: session.metadata }
      const types = { paid: 'checkout.session.completed', expired: 'checkout.session.expired', failed: 'checkout.session.async_payment_failed', refunded: 'charge.refunded' }
      const created = Math.floor(at.getTime() / 1000)
      const body = JSON.stringify({
        id: `evt_${about}_${session.id}_${session.amount_refunded}`,
        object: 'event',
        type: types[about],
        created,
        livemode: standIn.live,
        data: { object: about === 'refunded' ? charge : { ...shown(session, false), ...(about === 'failed' && { payment_status: 'unpaid' }) } },
      })
      return { body, headers: { 'content-type': 'application/json', 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret: STRIPE_LOGIN.callSecret, timestamp: created }) } }
    },
    get made() {
      return sessions.length
    },
    keyOf: (index) => sessions[index]!.client_reference_id,
  }
  return standIn
}

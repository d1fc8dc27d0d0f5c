import { exponents } from '#contract/amount.ts'
import { isMoney, moneys, type Money } from '#contract/values.ts'
import type { PayWhy } from '#contract/pay-accounts.ts'
import { z } from 'zod'
import type { Asked, Begun, Known, News, PayAdapter, PayLogin, PayTools, Seen } from '../adapter.ts'
import { callProvider, jsonIn, unsure, webAddress, whyOfStatus, type Called } from '../call.ts'
import { fromUnits, toUnits } from '../money.ts'
import { signatureFits } from './signature.ts'

const API = 'https://api.stripe.com/v1'
/** Answers keep the shape of this day, whatever the account's own version is. */
const VERSION = '2025-03-31.basil'
/** The rupiah in hundredths, which we count whole; all others as we do: https://docs.stripe.com/currencies#minor-units */
const decimalsOf = (currency: Money): number => (currency === 'IDR' ? 2 : exponents[currency])
/** Those with three decimals it takes only in tens of the smallest unit, which none of our prices promises: https://docs.stripe.com/currencies#three-decimal */
const TAKEN = moneys.filter((money) => exponents[money] < 3)
/** Stripe takes a checkout's end from 30 minutes to 24 hours ahead. */
const SHORTEST_MS = 31 * 60_000
/** The search for a checkout whose answer was lost: clocks differ a little. */
const AROUND_SECONDS = 600

const Expandable = z.union([z.string(), z.looseObject({ id: z.string() })]).nullish()
const Session = z.looseObject({
  id: z.string(),
  client_reference_id: z.string().nullish(),
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: z.number().nullish(),
  currency: z.string().nullish(),
  expires_at: z.number().nullish(),
  url: z.string().nullish(),
  payment_intent: Expandable,
})
type Session = z.infer<typeof Session>
const Charge = z.looseObject({
  payment_intent: Expandable,
  amount_refunded: z.number(),
  currency: z.string(),
  // Copied from the payment when it was charged.
  metadata: z.looseObject({ kicau: z.string().optional() }).nullish(),
})
const Event = z.looseObject({ id: z.string(), type: z.string(), created: z.number(), livemode: z.boolean(), data: z.looseObject({ object: z.unknown() }) })

/** Stripe Checkout: the buyer pays on Stripe's page. */
export const stripe: PayAdapter = {
  manifest: { kind: 'stripe', currencies: TAKEN, ways: ['page'], keyed: true, callSecret: true, sandbox: true },
  doubt: ({ key, live, callSecret }) => {
    const mode = /^(?:sk|rk)_(test|live)_/.exec(key)?.[1]
    if (!mode || (callSecret !== null && !callSecret.startsWith('whsec_'))) return 'key-wrong'
    return (mode === 'live') === live ? null : 'key-of-other-mode'
  },
  check: async (login, tools) => whyNot(await get(tools, login, '/checkout/sessions?limit=1')),
  begin,
  lookUp,
  tellsFee: true,
  // https://docs.stripe.com/refunds: the fees of the original charge are not returned.
  keepsFee: true,
  hear: ({ headers, body }, { callSecret, live }, now) => {
    if (callSecret === null) return { is: 'signature' }
    const signature = signatureFits(headers['stripe-signature'], body, callSecret, now)
    if (signature !== 'fits') return { is: signature }
    const { data: event } = Event.safeParse(jsonIn(body.toString('utf8')))
    if (!event) return { is: 'unreadable' }
    // An account in trial mode must not note orders by a live secret, nor the other way round.
    if (event.livemode !== live) return { is: 'other' }
    const at = new Date(event.created * 1000)
    if (event.type === 'charge.refunded') {
      const { data: charge } = Charge.safeParse(event.data.object)
      if (!charge) return { is: 'unreadable' }
      const [intent, key] = [idOf(charge.payment_intent), charge.metadata?.kicau]
      if (intent === null && !key) return { is: 'other' }
      return {
        is: 'news',
        id: event.id,
        of: { ...(key && { key }), ...(intent !== null && { remotePayment: intent }) },
        news: (currency) => {
          const amount = charge.currency.toUpperCase() === currency ? fromUnits(charge.amount_refunded, currency, decimalsOf(currency)) : null
          return amount === null ? null : { refund: { id: '', amount } }
        },
      }
    }
    if (!/^checkout\.session\.(completed|async_payment_succeeded|async_payment_failed|expired)$/.test(event.type)) return { is: 'other' }
    const { data: session } = Session.safeParse(event.data.object)
    if (!session) return { is: 'unreadable' }
    if (!session.client_reference_id) return { is: 'other' }
    return {
      is: 'news',
      id: event.id,
      of: { key: session.client_reference_id, remoteId: session.id },
      news: () => ({ ...newsOf(session, at), ...(event.type.endsWith('_failed') && { failed: at }) }),
    }
  },
}

async function begin(asked: Asked, login: PayLogin, tools: PayTools): Promise<Begun> {
  const until = Math.floor(Math.max(asked.until.getTime(), tools.now().getTime() + SHORTEST_MS) / 1000)
  const called = await callProvider(tools, `${API}/checkout/sessions`, {
    method: 'POST',
    headers: { ...headersOf(login), 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': asked.key },
    body: new URLSearchParams({
      mode: 'payment',
      client_reference_id: asked.key,
      success_url: asked.back,
      cancel_url: asked.back,
      locale: asked.language,
      expires_at: String(until),
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': asked.currency.toLowerCase(),
      'line_items[0][price_data][unit_amount]': String(toUnits(asked.amount, asked.currency, decimalsOf(asked.currency))),
      'line_items[0][price_data][product_data][name]': asked.quantity > 1 ? `${asked.name} × ${asked.quantity}` : asked.name,
      'payment_intent_data[metadata][kicau]': asked.key,
    }).toString(),
  })
  const open = unsure(called)
  if (open) return open
  const { data: session } = Session.safeParse(called.answered && called.status === 200 ? called.body : null)
  if (session) return madeOf(session) ?? { is: 'unknown', why: 'no-answer' }
  // 409: the same key is being worked at this moment. A success that can't be read happened all the same.
  if (called.answered && (called.status === 409 || called.status < 300)) return { is: 'unknown', why: 'no-answer' }
  return { is: 'refused', why: whyNot(called) ?? 'refused' }
}

async function lookUp(known: Known, login: PayLogin, tools: PayTools): Promise<Seen> {
  const found = known.remoteId === null ? await searched(known, login, tools) : await byId(known.remoteId, login, tools)
  if (!('id' in found)) return found
  const made = madeOf(found)
  return { is: 'seen', news: { ...newsOf(found, chargedAt(found) ?? tools.now()), ...refundOf(found, known.currency) }, ...(made && { made }) }
}

const EXPAND = 'payment_intent.latest_charge.balance_transaction'

async function byId(id: string, login: PayLogin, tools: PayTools): Promise<Session | Exclude<Seen, { is: 'seen' }>> {
  const called = await get(tools, login, `/checkout/sessions/${encodeURIComponent(id)}?expand[]=${EXPAND}`)
  if (called.answered && called.status === 404) return { is: 'absent' }
  const { data } = Session.safeParse(called.answered && called.status === 200 ? called.body : null)
  return data ?? { is: 'not-now', why: whyNot(called) ?? 'refused' }
}

/** Its answer was lost, so its id is not known: it is among those of that time, by our key. */
async function searched(known: Known, login: PayLogin, tools: PayTools): Promise<Session | Exclude<Seen, { is: 'seen' }>> {
  const around = Math.floor(known.madeAt.getTime() / 1000)
  let after = ''
  for (let page = 0; page < 5; page++) {
    const called = await get(tools, login, `/checkout/sessions?limit=100&created[gte]=${around - AROUND_SECONDS}&created[lte]=${around + AROUND_SECONDS}${after}`)
    const { data: list } = z.looseObject({ data: z.array(Session), has_more: z.boolean() }).safeParse(called.answered && called.status === 200 ? called.body : null)
    if (!list) return { is: 'not-now', why: whyNot(called) ?? 'refused' }
    const mine = list.data.find((session) => session.client_reference_id === known.key)
    if (mine) return mine
    if (!list.has_more || list.data.length === 0) return { is: 'absent' }
    after = `&starting_after=${encodeURIComponent(list.data.at(-1)!.id)}`
  }
  return { is: 'not-now', why: 'too-many' }
}

function madeOf(session: Session): Extract<Begun, { is: 'made' }> | null {
  const address = webAddress(session.url)
  if (address === null && session.status === 'open') return null
  return { is: 'made', remoteId: session.id, address, qr: null, until: session.expires_at ? new Date(session.expires_at * 1000) : null }
}

function newsOf(session: Session, at: Date): News {
  const intent = idOf(session.payment_intent)
  const remotePayment = intent === null ? {} : { remotePayment: intent }
  if (session.payment_status === 'paid' && session.currency) {
    // In another currency it is none that was asked for; that is for its owner to see.
    const paidIn = session.currency.toUpperCase()
    const known = isMoney(paidIn) ? paidIn : 'USD'
    const amount = fromUnits(session.amount_total, known, decimalsOf(known))
    if (amount !== null) return { ...remotePayment, paid: { amount, currency: paidIn, at, fee: isMoney(paidIn) ? feeTold(session, paidIn) : null } }
  }
  return session.status === 'expired' ? { ...remotePayment, expired: at } : remotePayment
}

const Told = z.looseObject({
  latest_charge: z.looseObject({
    created: z.number().optional(),
    amount: z.number().optional(),
    amount_refunded: z.number().optional(),
    currency: z.string().optional(),
    balance_transaction: z.looseObject({ fee: z.number(), currency: z.string(), amount: z.number().optional() }).nullish().or(z.string()),
  }),
})

/**
 * What Stripe kept, where it was asked along. An account that is paid out in another currency is told it in that: there it is the same
 * share of what came in as of what was paid.
 */
function feeTold(session: Session, currency: Money): number | null {
  const { data } = Told.safeParse(session.payment_intent)
  const told = data?.latest_charge.balance_transaction
  if (!told || typeof told !== 'object') return null
  const { amount: paid } = data!.latest_charge
  const fee = told.currency.toUpperCase() === currency ? told.fee : paid && told.amount ? Math.round((told.fee * paid) / told.amount) : null
  return fromUnits(fee, currency, decimalsOf(currency))
}

function chargedAt(session: Session): Date | null {
  const created = Told.safeParse(session.payment_intent).data?.latest_charge.created
  return created === undefined ? null : new Date(created * 1000)
}

function refundOf(session: Session, currency: Money): News {
  const { data } = Told.safeParse(session.payment_intent)
  const amount = data?.latest_charge.currency?.toUpperCase() === currency ? fromUnits(data.latest_charge.amount_refunded, currency, decimalsOf(currency)) : null
  return amount ? { refund: { id: '', amount } } : {}
}

const idOf = (given: z.infer<typeof Expandable>): string | null => (typeof given === 'string' ? given : (given?.id ?? null))

const headersOf = ({ key }: PayLogin) => ({ authorization: `Bearer ${key}`, 'stripe-version': VERSION })
const get = (tools: PayTools, login: PayLogin, path: string): Promise<Called> => callProvider(tools, `${API}${path}`, { headers: headersOf(login) })

const Failure = z.looseObject({ error: z.looseObject({ code: z.string().nullish(), type: z.string().nullish(), param: z.string().nullish() }) })

function whyNot(called: Called): PayWhy | null {
  if (!called.answered) return called.why
  if (called.status < 300) return null
  const { data } = Failure.safeParse(called.body)
  const code = data?.error.code
  if (code === 'amount_too_small') return 'amount-too-small'
  if (code === 'amount_too_large') return 'amount-too-large'
  // Which currencies an account takes depends on its country; Stripe says so only when it is asked for one.
  if (/currency\]?$/.test(data?.error.param ?? '')) return 'currency-not-taken'
  return whyOfStatus(called.status) ?? 'refused'
}

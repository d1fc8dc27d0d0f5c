import { createHash } from 'node:crypto'
import type { StandIn, StandInAnswer } from '../stand-in.ts'
import { sealed } from '../static-qr/emv.ts'

export const MIDTRANS_LOGIN = { key: 'SB-Mid-server-kicau' }

interface Transaction {
  order_id: string
  gross_amount: string
  transaction_id: string
  /** Null until a way to pay is chosen on the Snap page: then its status is asked for in vain. */
  transaction_status: string | null
  status_code: string
  refund_amount: number
  /** Jakarta's, as all its times. */
  time: string
}

/** A code as a buyer's app reads it: dynamic, with the sum in it. */
const qrisOf = ({ gross_amount: amount, transaction_id: id }: Transaction): string =>
  sealed([
    { tag: '00', value: '01' },
    { tag: '01', value: '12' },
    { tag: '26', value: '0014COM.GO-JEK.WWW' },
    { tag: '52', value: '5812' },
    { tag: '53', value: '360' },
    { tag: '54', value: amount },
    { tag: '58', value: 'ID' },
    { tag: '59', value: 'SAMBAL BU TINI' },
    { tag: '60', value: 'YOGYAKARTA' },
    { tag: '62', value: `05${String(id.length).padStart(2, '0')}${id}` },
  ])

/** After https://docs.midtrans.com/reference (Snap's transactions, Core's charge and status) and its notifications. */
export function midtransStandIn(now: () => Date): StandIn {
  const all: Transaction[] = []
  const jakarta = () => new Date(now().getTime() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  const of = (key: string) => all.find(({ order_id: id }) => id === key)!
  const statusOf = ({ refund_amount: refunded, transaction_status: status, ...rest }: Transaction) => ({
    ...rest,
    transaction_status: refunded === 0 ? status : refunded >= Number(rest.gross_amount) ? 'refund' : 'partial_refund',
    ...(refunded > 0 && { refund_amount: refunded.toFixed(2) }),
    fraud_status: 'accept',
    payment_type: 'qris',
    currency: 'IDR',
    transaction_time: rest.time,
    ...(status === 'settlement' && { settlement_time: rest.time }),
  })
  const create = (text: string, status: string | null): Transaction | StandInAnswer => {
    const { transaction_details: asked, item_details: items = [] } = JSON.parse(text) as { transaction_details?: { order_id: string; gross_amount: number }; item_details?: { price: number; quantity: number; name: string }[] }
    const wrong = (message: string): StandInAnswer => ({ status: 400, body: { error_messages: [message] } })
    if (!asked || !/^[\w.~-]{1,50}$/.test(asked.order_id)) return wrong('transaction_details.order_id is required')
    if (!Number.isInteger(asked.gross_amount) || asked.gross_amount < 1) return wrong('transaction_details.gross_amount must be an integer')
    if (items.some(({ name }) => name.length > 50)) return wrong('item_details Name too long')
    if (items.length > 0 && items.reduce((sum, item) => sum + item.price * item.quantity, 0) !== asked.gross_amount) return wrong('transaction_details.gross_amount is not equal to the sum of item_details')
    if (all.some(({ order_id: id }) => id === asked.order_id)) return wrong('transaction_details.order_id has already been taken')
    const made = { order_id: asked.order_id, gross_amount: asked.gross_amount.toFixed(2), transaction_id: `t-${all.length + 1}`, transaction_status: status, status_code: '201', refund_amount: 0, time: jakarta() }
    all.push(made)
    return made
  }
  return {
    answer: ({ method, path, headers, body }) => {
      if (headers.authorization !== `Basic ${Buffer.from(`${MIDTRANS_LOGIN.key}:`).toString('base64')}`) {
        return path.startsWith('/snap') ? { status: 401, body: { error_messages: ['Access denied'] } } : { status: 200, body: { status_code: '401', status_message: 'Unknown Merchant server_key/id' } }
      }
      if (method === 'POST' && path === '/snap/v1/transactions') {
        const made = create(body, null)
        return 'status' in made ? made : { status: 201, body: { token: made.transaction_id, redirect_url: `https://app.midtrans.example/snap/v4/redirection/${made.transaction_id}` } }
      }
      if (method === 'POST' && path === '/v2/charge') {
        const { payment_type: type, custom_expiry: expiry } = JSON.parse(body) as { payment_type?: string; custom_expiry?: { unit: string; expiry_duration: number } }
        const wrong = (message: string): StandInAnswer => ({ status: 200, body: { status_code: '400', status_message: message } })
        if (type !== 'qris') return wrong('payment_type is not known')
        if (expiry && !(/^(second|minute|hour|day)$/.test(expiry.unit) && Number.isInteger(expiry.expiry_duration))) return wrong('custom_expiry is invalid')
        const made = create(body, 'pending')
        if ('status' in made) return made.status === 400 ? wrong((made.body as { error_messages: string[] }).error_messages[0]!) : made
        return { status: 200, body: { ...statusOf(made), status_code: '201', qr_string: qrisOf(made) } }
      }
      const found = all.find(({ order_id: id }) => path === `/v2/${id}/status`)
      return found && found.transaction_status !== null ? { status: 200, body: statusOf(found) } : { status: 200, body: { status_code: '404', status_message: "Transaction doesn't exist." } }
    },
    pay: (key, { amount } = {}) => Object.assign(of(key), { transaction_status: 'settlement', status_code: '200', time: jakarta(), ...(amount !== undefined && { gross_amount: amount.toFixed(2) }) }),
    expire: (key) => Object.assign(of(key), { transaction_status: 'expire', status_code: '202' }),
    takeBack: (key, by) => Object.assign(of(key), { transaction_status: by }),
    refund: (key, amount) => void (of(key).refund_amount += amount),
    call: (about, key) => {
      const told = about === 'refunded' ? statusOf(of(key)) : { ...statusOf({ ...of(key), refund_amount: 0 }), ...(about === 'failed' && { transaction_status: 'deny', status_code: '202' }) }
      const signature_key = createHash('sha512').update(told.order_id + told.status_code + told.gross_amount + MIDTRANS_LOGIN.key).digest('hex')
      return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...told, signature_key }) }
    },
    live: true,
    get made() {
      return all.length
    },
    keyOf: (index) => all[index]!.order_id,
  }
}

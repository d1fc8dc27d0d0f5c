import type { PayProvider } from '#contract/pay-accounts.ts'
import type { PayAdapter } from './adapter.ts'
import { midtrans } from './midtrans/midtrans.ts'
import { staticQr } from './static-qr/static-qr.ts'
import { stripe } from './stripe/stripe.ts'
import { xendit } from './xendit/xendit.ts'

/** Every payment provider, a line each, in the order screens show them. */
export const payAdapters: Record<PayProvider, PayAdapter> = { 'static-qr': staticQr, midtrans, xendit, stripe }

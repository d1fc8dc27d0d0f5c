import type { PayManifest, PayWay, PayWhy } from '#contract/pay-accounts.ts'
import type { Language, Money } from '#contract/values.ts'
import type { Told } from '../webshops/adapter.ts'

/**
 * A payment provider: all that is particular to it. Its folder can be deleted whole. What it can't do is left out.
 * Adapters answer in the words below; only bugs throw.
 */
export interface PayAdapter {
  manifest: PayManifest
  /** What is wrong with keys at first sight: of the other mode, of another provider. */
  doubt?(login: PayLogin): PayWhy | null
  /** Tries the key with a call that changes nothing. */
  check?(login: PayLogin, tools: PayTools): Promise<PayWhy | null>
  /** Makes a checkout, and sends the mutation itself once. */
  begin(asked: Asked, login: PayLogin, tools: PayTools): Promise<Begun>
  /** Looks what became of a payment, by its key. Changes nothing. */
  lookUp?(known: Known, login: PayLogin, tools: PayTools): Promise<Seen>
  /** A look at what is paid says what the provider kept of it; its calls do not. */
  tellsFee?: true
  /** What it kept of a payment it keeps also where all of it is given back. */
  keepsFee?: true
  /** Reads a call, once it is sure who makes it. */
  hear?(told: Told, login: PayLogin, now: Date): Heard
}

/** An account with its secrets open; lives as long as one call. */
export interface PayLogin {
  live: boolean
  key: string
  callSecret: string | null
  /** Of a static code: what it says, and whether an amount may be put into it. */
  qr?: { code: string; amountInside: boolean }
}

export interface PayTools {
  /** Bounded in time and size, and kept from reaching inside. */
  fetch: typeof fetch
  now(): Date
}

export interface Asked {
  key: string
  way: PayWay
  amount: number
  currency: Money
  language: Language
  name: string
  quantity: number
  buyer: { name: string | null; phone: string | null }
  /** Where the buyer comes back to. */
  back: string
  until: Date
}

/** `unknown`: it may have come about. `not-sent`, `refused`: it did not. */
export type Begun =
  | { is: 'made'; remoteId: string | null; address: string | null; qr: string | null; until: Date | null }
  | { is: 'refused' | 'not-sent' | 'unknown'; why: PayWhy; detail?: string }

export interface Known {
  key: string
  remoteId: string | null
  way: PayWay
  /** Paid in, or asked in while nobody paid. */
  currency: Money
  madeAt: Date
  /** Null while nobody has told that it was. */
  paidAt: Date | null
}

export type Seen =
  | { is: 'seen'; news: News; made?: Extract<Begun, { is: 'made' }> }
  /** The provider knows nothing of it: nobody can have paid. */
  | { is: 'absent' }
  | { is: 'not-now'; why: PayWhy }

/** What became of a payment, as far as this tells: facts that hold from then on, whatever is told later. */
export interface News {
  paid?: { amount: number; currency: string; at: Date; fee: number | null }
  failed?: Date
  expired?: Date
  /** Given back: of one refund by its id, or in all so far (`id` is empty). */
  refund?: { id: string; amount: number }
  remotePayment?: string
}

/** By what a call names a payment. */
export interface Of {
  key?: string
  remoteId?: string
  remotePayment?: string
}

export type Heard =
  /** `old`: rightly signed, too long ago. */
  | { is: 'signature' }
  | { is: 'old' }
  | { is: 'unreadable' }
  /** Rightly signed, and about something else. */
  | { is: 'other' }
  | { is: 'news'; id: string; of: Of; news: (currency: Money) => News | null }
  /** It says that something has changed, in words that its signature does not cover: they are asked for. */
  | { is: 'look'; id: string; of: Of }

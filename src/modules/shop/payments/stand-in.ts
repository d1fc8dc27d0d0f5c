/** A provider's servers for tests, with the rules that it documents: what it is asked, and what it answers. */
export interface StandIn {
  answer(asked: StandInAsked): StandInAnswer
  /** What came of a checkout at the provider, whether or not anybody is told. */
  pay(key: string, more?: { amount?: number }): void
  expire(key: string): void
  refund(key: string, amount: number): void
  /** What was paid goes back to the buyer without a refund: its call is that of `paid`. */
  takeBack?(key: string, by: 'cancel' | 'chargeback'): void
  /** The call that tells of it, as it goes out now: signed by the provider's own rule. */
  call(about: 'paid' | 'expired' | 'failed' | 'refunded', key: string, at: Date): StandInCall
  /** Whether its calls are of real money. */
  live: boolean
  /** How many checkouts there are. */
  readonly made: number
  keyOf(index: number): string
}

export interface StandInAsked {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: string
}

export interface StandInAnswer {
  status: number
  body: unknown
}

export interface StandInCall {
  headers: Record<string, string>
  body: string
}

/**
 * What became of one try, in the words of every network. An adapter answers with one of these; only bugs throw.
 * `unknown`: it may have happened. It is never tried again before somebody has looked.
 */
export type Outcome =
  | { is: 'published'; remoteId: string; address: string | null }
  /** Taken by the network, not out yet. */
  | { is: 'pending'; lookAgainAt: Date }
  /** The network will not take it as it is; trying again changes nothing. */
  | { is: 'rejected'; why: Why; detail?: string }
  /** It did not happen; later it may. `at`: not before, where the network says. */
  | { is: 'retry-after'; at: Date | null; why: Why; detail?: string }
  | { is: 'needs-reconnect'; why: Why; detail?: string }
  | { is: 'unknown'; why: Why; detail?: string }

/** What was seen when a post was looked for by its key. */
export type Sighting = Exclude<Outcome, { is: 'rejected' }> | { is: 'absent' }

/** Reasons that a person is shown: `networks:why.<reason>` in every language. */
export const whys = [
  'network-down',
  'no-answer',
  'held-up',
  'too-many',
  'password-wrong',
  'app-password-needed',
  'account-suspended',
  'address-refused',
  'login-unreadable',
  'account-removed',
  'text-too-long',
  'text-empty',
  'too-many-pictures',
  'picture-unreadable',
  'refused',
] as const
export type Why = (typeof whys)[number]

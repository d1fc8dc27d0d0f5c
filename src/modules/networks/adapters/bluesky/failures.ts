import { XRPCError } from '@atproto/api'
import { FetchFailed } from '#platform/safe-fetch'
import type { Why } from '../../outcome.ts'

/** A failed call, in so many words as are needed to decide what follows. */
export interface Failure {
  /** `never`: it did not happen. `refused`: the server said no. `open`: it may have happened. */
  happened: 'never' | 'refused' | 'open'
  kind: 'down' | 'login' | 'too-many' | 'suspended' | 'second-factor' | 'address-refused' | 'not-found' | 'bad-request' | 'no-answer'
  at: Date | null
  detail: string
}

/** Reads what the client threw; throws it again where it is none of the server's or the network's doing. */
export function failureOf(thrown: unknown): Failure {
  const unanswered = causeOf(thrown, FetchFailed)
  if (unanswered) {
    const kind = unanswered.why === 'address-refused' || unanswered.why === 'not-http' ? 'address-refused' : unanswered.neverSent ? 'down' : 'no-answer'
    return { happened: unanswered.neverSent ? 'never' : 'open', kind, at: null, detail: unanswered.message }
  }
  if (!(thrown instanceof XRPCError)) throw thrown
  const answered = (kind: Failure['kind'], happened: Failure['happened'] = 'refused'): Failure => ({
    happened,
    kind,
    at: resetOf(thrown),
    detail: `${thrown.error}: ${thrown.message}`.slice(0, 300),
  })
  const name = thrown.error
  if (name === 'AuthFactorTokenRequired') return answered('second-factor')
  if (/^(Account|Repo)(Takedown|Takendown|Deactivated|Suspended)$/.test(name)) return answered('suspended')
  if (name === 'RecordNotFound') return answered('not-found')
  if (thrown.status === 429) return answered('too-many')
  if (thrown.status === 401 || name === 'ExpiredToken' || name === 'InvalidToken') return answered('login')
  if (thrown.status >= 400 && thrown.status < 500) return answered('bad-request')
  // 5xx: the server broke at an unknown point. 1, 2: there was an answer that could not be read.
  return answered(thrown.status >= 500 ? 'down' : 'no-answer', 'open')
}

export const whyOf: Record<Failure['kind'], Why> = {
  down: 'network-down',
  login: 'password-wrong',
  'too-many': 'too-many',
  suspended: 'account-suspended',
  'second-factor': 'app-password-needed',
  'address-refused': 'address-refused',
  'not-found': 'refused',
  'bad-request': 'refused',
  'no-answer': 'no-answer',
}

function causeOf<E extends Error>(thrown: unknown, type: abstract new (...args: never[]) => E): E | null {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) if (at instanceof type) return at
  return null
}

function resetOf({ headers }: XRPCError): Date | null {
  const reset = Number(headers?.['ratelimit-reset'])
  return Number.isFinite(reset) && reset > 0 ? new Date(reset * 1000) : null
}

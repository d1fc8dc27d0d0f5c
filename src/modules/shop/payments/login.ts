import type { Secrets } from '#platform/secrets'
import type { PayAccountRow } from '../queries/pay-accounts.ts'
import type { PayLogin } from './adapter.ts'

/** What is kept sealed of an account. */
export const sealLogin = (secrets: Pick<Secrets, 'seal'>, { key, callSecret }: PayLogin): string => secrets.seal(JSON.stringify({ key, callSecret }))

/** An account's login, open; null once it was forgotten. */
export function loginOf(secrets: Pick<Secrets, 'open'>, row: Pick<PayAccountRow, 'live' | 'login' | 'qr' | 'amountInside'>): PayLogin | null {
  if (row.qr !== null) return { live: row.live, key: '', callSecret: null, qr: { code: row.qr, amountInside: row.amountInside } }
  if (row.login === null) return null
  const { key, callSecret } = JSON.parse(secrets.open(row.login)) as Pick<PayLogin, 'key' | 'callSecret'>
  return { live: row.live, key, callSecret }
}

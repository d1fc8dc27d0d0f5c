import type { ChangePayAccount, ConnectPayAccount, PayProvider, PayWhy } from '#contract/pay-accounts.ts'
import type { Money } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import type { PayLogin } from '../payments/adapter.ts'
import { loginOf, sealLogin } from '../payments/login.ts'
import { payAdapters } from '../payments/registry.ts'
import { readEmv } from '../payments/static-qr/emv.ts'
import { payAccountRow, type PayAccountRow } from '../queries/pay-accounts.ts'
import { tables } from '../tables.ts'
import { bringFees } from './bring-fees.ts'

/** Tries a login with a real call; null where it works. */
export type TryLogin = (kind: PayProvider, login: PayLogin) => Promise<PayWhy | null>

/** An account as it is to be stored, once its provider has answered. */
export type AskedPayAccount = Pick<PayAccountRow, 'kind' | 'live' | 'ways' | 'login' | 'keyEnd' | 'signed' | 'qr'>

/** Shows that an account can be connected as it was typed: its key is tried at the provider, a code is read. Writes nothing. */
export async function askedPayAccount(
  scope: ReadScope,
  { secrets, tryLogin }: { secrets: Pick<Secrets, 'seal'>; tryLogin: TryLogin },
  { kind, live, key, callSecret = null, qr }: ConnectPayAccount,
): Promise<AskedPayAccount | Refusal> {
  const { manifest } = payAdapters[kind]
  const { demo } = await workspace.shopProfile(scope)
  if (demo) return refuse('shop.pay-demo')
  if (!manifest.keyed) {
    const code = readCode(qr ?? '')
    return isRefusal(code) ? code : { kind, live: true, ways: [...manifest.ways], login: null, keyEnd: null, signed: false, qr: code.qr }
  }
  if (!key) return refuse('shop.pay-key-missing', { where: 'key' })
  const login: PayLogin = { live: live || !manifest.sandbox, key, callSecret: manifest.callSecret ? callSecret : null }
  const refused = await refusedBy(kind, login, tryLogin)
  if (refused) return refused
  return { kind, live: login.live, ways: manifest.ways.slice(0, 1), ...stored(secrets, kind, login), qr: null }
}

/** What a static code says; refused where it can't be put on a page. */
export function readCode(text: string): { qr: string; name: string; city: string; currency: Money } | Refusal {
  const code = readEmv(text)
  if ('fault' in code) return refuse(`shop.qr-${code.fault}`, { where: 'qr' })
  return { qr: text.trim(), name: code.name, city: code.city, currency: code.currency }
}

export async function connectPayAccount(scope: WriteScope, asked: AskedPayAccount): Promise<string> {
  const accountId = newId()
  const now = scope.clock.now()
  await tables(scope)
    .insertInto('shopPayAccounts')
    .values({ workspaceId: scope.workspaceId, accountId, ...asked, addedAt: now, testedAt: asked.login === null ? null : now })
    .execute()
  await scope.announce({ type: 'PayAccountsChanged', accountId })
  return accountId
}

/** What a change of its keys comes to, once the provider has answered; null where they stay. */
export async function askedChange(
  scope: ReadScope,
  { secrets, tryLogin }: { secrets: Pick<Secrets, 'seal' | 'open'>; tryLogin: TryLogin },
  accountId: string,
  { key, callSecret }: ChangePayAccount,
): Promise<Pick<PayAccountRow, 'login' | 'keyEnd' | 'signed'> | null | Refusal> {
  const row = await standing(scope, accountId)
  if (isRefusal(row)) return row
  const before = loginOf(secrets, row)
  if ((key === undefined && callSecret === undefined) || before === null || row.login === null) return null
  const login: PayLogin = { ...before, ...(key !== undefined && { key }), ...(callSecret !== undefined && { callSecret }) }
  return (await refusedBy(row.kind, login, tryLogin)) ?? stored(secrets, row.kind, login)
}

export async function changePayAccount(
  scope: WriteScope,
  accountId: string,
  keys: Pick<PayAccountRow, 'login' | 'keyEnd' | 'signed'> | null,
  { ways, fee, amountInside, additions }: ChangePayAccount,
): Promise<Refusal | undefined> {
  const row = await standing(scope, accountId)
  if (isRefusal(row)) return row
  const able = payAdapters[row.kind].manifest.ways
  if (ways?.some((way) => !able.includes(way))) return refuse('shop.pay-way-unknown', { where: 'ways' })
  const now = scope.clock.now()
  await set(scope, accountId, {
    ...(keys && { ...keys, testedAt: now, testProblem: null, callProblem: null }),
    ...(ways && { ways: able.filter((way) => ways.includes(way)) }),
    ...(fee !== undefined && { feeShare: fee?.share ?? null, feeFixed: fee?.fixed ?? null }),
    ...(amountInside !== undefined && { amountInside }),
    ...(additions !== undefined && { additions }),
    // Something must be set, where only what stays was sent.
    addedAt: row.addedAt,
  })
  if (fee) await bringFees(scope, accountId)
  return undefined
}

/** Keeps what a test of its key brought. */
export async function noteTest(scope: WriteScope, accountId: string, testProblem: PayWhy | null): Promise<Refusal | undefined> {
  const row = await standing(scope, accountId)
  if (isRefusal(row)) return row
  return set(scope, accountId, { testedAt: scope.clock.now(), testProblem })
}

/** Nothing new is paid to it. What is under way is still heard of, and its key forgotten by `forgetKeys`. */
export async function removePayAccount(scope: WriteScope, accountId: string): Promise<Refusal | undefined> {
  const row = await standing(scope, accountId)
  return isRefusal(row) ? row : set(scope, accountId, { removedAt: scope.clock.now() })
}

export async function putBackPayAccount(scope: WriteScope, accountId: string): Promise<Refusal | undefined> {
  const row = await payAccountRow(scope, accountId)
  // Without its key it could take nothing.
  if (!row || (row.login === null && row.qr === null)) return refuse('shop.pay-account-unknown')
  return set(scope, accountId, { removedAt: null })
}

async function refusedBy(kind: PayProvider, login: PayLogin, tryLogin: TryLogin): Promise<Refusal | null> {
  const why = payAdapters[kind].doubt?.(login) ?? (await tryLogin(kind, login))
  if (why === null) return null
  // Of an amount nothing was asked.
  return refuse(`shop.pay-${why === 'amount-too-small' || why === 'amount-too-large' || why === 'currency-not-taken' ? 'refused' : why}`, { where: 'key' })
}

const stored = (secrets: Pick<Secrets, 'seal'>, kind: PayProvider, login: PayLogin) => ({
  login: sealLogin(secrets, login),
  keyEnd: login.key.slice(-4),
  signed: !payAdapters[kind].manifest.callSecret || login.callSecret !== null,
})

async function standing(scope: ReadScope, accountId: string): Promise<PayAccountRow | Refusal<'shop.pay-account-unknown'>> {
  const row = await payAccountRow(scope, accountId)
  return row && row.removedAt === null ? row : refuse('shop.pay-account-unknown')
}

async function set(scope: WriteScope, accountId: string, change: Partial<PayAccountRow>): Promise<undefined> {
  await tables(scope).updateTable('shopPayAccounts').set(change).where('workspaceId', '=', scope.workspaceId).where('accountId', '=', accountId).execute()
  await scope.announce({ type: 'PayAccountsChanged', accountId })
  return undefined
}

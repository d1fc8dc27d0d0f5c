import type { Kysely, Selectable } from 'kysely'
import type { PayAccount, PayManifest } from '#contract/pay-accounts.ts'
import type { Currency, Money } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { payAdapters } from '../payments/registry.ts'
import { readEmv } from '../payments/static-qr/emv.ts'
import { tables, type ShopTables } from '../tables.ts'

export type PayAccountRow = Selectable<ShopTables['shopPayAccounts']>

/** The providers that are connected, the oldest first; `calls` is the address below which each is called. */
export async function payAccounts(scope: ReadScope, calls: string | null): Promise<PayAccount[]> {
  const [rows, { currency }] = await Promise.all([payAccountRows(scope), workspace.shopProfile(scope)])
  return rows.map((row) => presentPayAccount(row, { calls, own: currency }))
}

/** Those that could take the shop's currency first: a button may be in another. */
export async function payProvidersFor(scope: ReadScope): Promise<PayManifest[]> {
  const { currency } = await workspace.shopProfile(scope)
  const manifests = Object.values(payAdapters).map(({ manifest }) => manifest)
  return [...manifests.filter(({ currencies }) => currencies.includes(currency)), ...manifests.filter(({ currencies }) => !currencies.includes(currency))]
}

/** What an account takes: a code only what it is made out in. */
export function moneysOf({ kind, qr }: Pick<PayAccountRow, 'kind' | 'qr'>): readonly Money[] {
  const code = qr === null ? null : readEmv(qr)
  return code && !('fault' in code) ? [code.currency] : payAdapters[kind].manifest.currencies
}

/** In which its owner says what is kept of a payment: its only currency, or the shop's of several. */
export function feeMoney(row: Pick<PayAccountRow, 'kind' | 'qr'>, own: Currency): Money {
  const [only, ...more] = moneysOf(row)
  return only && more.length === 0 ? only : own
}

export const payAccountRows = (scope: ReadScope): Promise<PayAccountRow[]> =>
  tables(scope).selectFrom('shopPayAccounts').selectAll().where('workspaceId', '=', scope.workspaceId).where('removedAt', 'is', null).orderBy('addedAt').execute()

/** Also one that was taken off: what is paid to it is still heard of. */
export async function payAccountRow(scope: ReadScope, accountId: string): Promise<PayAccountRow | null> {
  const row = await tables(scope).selectFrom('shopPayAccounts').selectAll().where('workspaceId', '=', scope.workspaceId).where('accountId', '=', accountId).executeTakeFirst()
  return row ?? null
}

/** Whose address a call came to: asked before a shop is known, and so of the database itself. */
export async function payAccountById(db: Kysely<{}>, id: string): Promise<PayAccountRow | null> {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)) return null
  const row = await (db as unknown as Kysely<ShopTables>).selectFrom('shopPayAccounts').selectAll().where('accountId', '=', id).executeTakeFirst()
  return row ?? null
}

export function presentPayAccount(row: PayAccountRow, { calls, own }: { calls: string | null; own: Currency }): PayAccount {
  const code = row.qr === null ? null : readEmv(row.qr)
  return {
    id: row.accountId,
    kind: row.kind,
    live: row.live,
    ways: row.ways,
    keyEnd: row.keyEnd,
    signed: row.signed,
    callAddress: calls !== null && payAdapters[row.kind].hear ? `${calls}/${row.accountId}` : null,
    testedAt: row.testedAt?.toISOString() ?? null,
    testProblem: row.testProblem,
    heardAt: row.heardAt?.toISOString() ?? null,
    callProblem: row.callProblem,
    fee: feeSaid(row),
    feeIn: feeMoney(row, own),
    currencies: [...moneysOf(row)],
    qr: code && !('fault' in code) ? { name: code.name, city: code.city, amountInside: row.amountInside, additions: row.additions } : null,
  }
}

export const feeSaid = ({ feeShare, feeFixed }: Pick<PayAccountRow, 'feeShare' | 'feeFixed'>): PayAccount['fee'] =>
  feeShare === null ? null : { share: feeShare, fixed: feeFixed ?? 0 }

/** An account and one of its ways, as a buyer may choose it. */
export interface OfferedWay {
  account: PayAccountRow
  way: PayAccountRow['ways'][number]
}

/**
 * By which ways a button can be paid: its own accounts or all, that take its currency. Trials stand alone or are asked for: nobody
 * should take one for a payment.
 */
export function waysOffered(rows: readonly PayAccountRow[], { accounts, currency, trial }: { accounts: readonly string[]; currency: Money; trial: boolean }): OfferedWay[] {
  const able = rows.filter((row) => (accounts.length === 0 || accounts.includes(row.accountId)) && moneysOf(row).includes(currency))
  const [real, trials] = [able.filter(({ live }) => live), able.filter(({ live }) => !live)]
  const shown = (trial && trials.length > 0) || real.length === 0 ? trials : real
  return shown.flatMap((account) => account.ways.map((way) => ({ account, way })))
}

import type { Kysely } from 'kysely'
import type { PayProvider, PayWhy } from '#contract/pay-accounts.ts'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import { safeFetch } from '#platform/safe-fetch'
import type { Actor, Scopes } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { beginPayment, type NewPayment } from '../commands/begin-payment.ts'
import { paymentRow } from '../commands/confirm-payment.ts'
import { canBeLookedAt, paidIn, settlePayment, type Learned, type PaymentRow } from '../commands/settle-payment.ts'
import { payAccountById, payAccountRow, type PayAccountRow } from '../queries/pay-accounts.ts'
import { tables, type ShopTables } from '../tables.ts'
import type { Told } from '../webshops/adapter.ts'
import type { Begun, Of, PayAdapter, PayLogin, PayTools, Seen } from './adapter.ts'
import { loginOf } from './login.ts'
import { payAdapters } from './registry.ts'

export interface PaymentsNeeds {
  database: Pick<Database, 'writer' | 'reader'>
  scopes: Scopes
  clock: Clock
  secrets: Pick<Secrets, 'seal' | 'open' | 'keyedHash'>
  allowPrivateHosts: boolean
  /** Other servers than the providers' own, by provider: for trying out against a stand-in. */
  servers?: Readonly<Record<string, string>>
  log: { error(fields: object, message: string): void }
}

/** What became of a call: `again`: it could not be taken now, and the provider is to repeat it. */
export type CallTaken = 'heard' | 'not-signed' | 'unreadable' | 'again' | 'unknown'

export interface Payments {
  /** Tries a login with a call that changes nothing; null where it works. */
  tryLogin(kind: PayProvider, login: PayLogin): Promise<PayWhy | null>
  /** Tries the login of an account as it is kept. */
  tryAccount(workspaceId: string, accountId: string): Promise<PayWhy | null>
  /**
   * Stores a payment, then asks its provider once for a checkout. What may have come about and brought no answer is looked for, never
   * asked for again.
   */
  begin(workspaceId: string, wish: NewPayment, checkout: { name: string; back: string }): Promise<PaymentRow | 'too-many'>
  /** Asks the provider what became of a payment, unless it was asked a moment ago; answers what is known then. */
  look(workspaceId: string, paymentId: string): Promise<PaymentRow | null>
  takeCall(accountId: string, told: Told): Promise<CallTaken>
  /** Looks at the payments whose time has come; any number of workers may. */
  tick(): Promise<void>
  /** Takes away what has had its use: the number and name of who did not pay, calls nobody repeats, keys of accounts that were taken off. */
  forget(): Promise<void>
}

const bySystem: Actor = { kind: 'system', id: 'payments' }
/** A buyer waits for it, with a page in their hand. */
const LONGEST_BEGIN_MS = 12_000
const LONGEST_LOOK_MS = 8_000
const MOST_BYTES = 1_000_000
/** Whoever presses again and again asks the provider no oftener. */
const LOOK_REST_MS = 5_000
/** A provider that has just lost an answer may not show yet what it made. */
const SURE_AFTER_MS = 90_000
const MOST_LOOKS_A_TICK = 20
/** A buyer's name and number are of no use any more where nobody paid. */
const FORGET_BUYER_MS = 14 * 86_400_000
/** Longer than any provider repeats a call. */
const CALLS_KEPT_MS = 120 * 86_400_000
const KEYS_KEPT_MS = 86_400_000
/** What was taken off may still be told of: no checkout lives longer. */
const UNDER_WAY_MS = 3 * 86_400_000

export function openPayments(needs: PaymentsNeeds): Payments {
  const { database, scopes, clock, secrets, log } = needs
  const tools = (kind: PayProvider, timeoutMs: number): PayTools => ({ now: () => clock.now(), fetch: fetchOf(needs, kind, timeoutMs) })
  const settle = (workspaceId: string, paymentId: string, learned: Learned) => scopes.writing(workspaceId, bySystem, (scope) => settlePayment(scope, { secrets }, paymentId, learned))

  const tryLogin: Payments['tryLogin'] = async (kind, login) => (await payAdapters[kind].check?.(login, tools(kind, LONGEST_LOOK_MS))) ?? null

  const begin: Payments['begin'] = async (workspaceId, wish, checkout) => {
    const begun = await scopes.writing(workspaceId, bySystem, (scope) => beginPayment(scope, { secrets }, wish))
    if (begun === 'too-many' || begun.again) return begun === 'too-many' ? begun : begun.payment
    const { payment } = begun
    const { account } = wish.offered
    const login = loginOf(secrets, account)
    const outcome: Begun =
      login === null
        ? { is: 'refused', why: 'key-wrong' }
        : await payAdapters[account.kind].begin(
            {
              key: payment.key,
              way: payment.way,
              amount: payment.amount,
              currency: payment.currency,
              language: payment.language,
              name: checkout.name,
              quantity: payment.quantity,
              buyer: { name: wish.buyerName, phone: wish.phone },
              back: checkout.back,
              until: wish.until,
            },
            login,
            tools(account.kind, LONGEST_BEGIN_MS),
          )
    if (outcome.is === 'refused' && outcome.why !== 'amount-too-small' && outcome.why !== 'amount-too-large') await noteProblem(account, outcome.why)
    return (await settle(workspaceId, payment.paymentId, { begun: outcome }))!
  }

  /** Buyers are being sent away: its owner sees that on the screen. */
  const noteProblem = (account: PayAccountRow, testProblem: PayWhy) =>
    scopes.writing(account.workspaceId, bySystem, async (scope) => {
      await tables(scope).updateTable('shopPayAccounts').set({ testProblem, testedAt: clock.now() }).where('workspaceId', '=', account.workspaceId).where('accountId', '=', account.accountId).execute()
      await scope.announce({ type: 'PayAccountsChanged', accountId: account.accountId })
    })

  const look: Payments['look'] = async (workspaceId, paymentId) => {
    const scope = scopes.reading(workspaceId)
    const row = await paymentRow(scope, paymentId)
    if (!row || !(canBeLookedAt(row) || row.state === 'paid')) return row
    if (row.lookedAt !== null && clock.now().getTime() - row.lookedAt.getTime() < LOOK_REST_MS) return row
    return (await lookAt(row)).row
  }

  /** Looks, and settles what was seen; `answered`: the provider did. */
  async function lookAt(row: PaymentRow): Promise<{ row: PaymentRow; answered: boolean }> {
    const { workspaceId, paymentId } = row
    const account = (await payAccountRow(scopes.reading(workspaceId), row.accountId))!
    const adapter = payAdapters[account.kind]
    const login = loginOf(secrets, account)
    const seen: Seen = adapter.lookUp && login ? await adapter.lookUp({ ...row, currency: paidIn(row) }, login, tools(account.kind, LONGEST_LOOK_MS)) : { is: 'not-now', why: 'key-wrong' }
    const settled = await settle(workspaceId, paymentId, { ...learnedOf(row, adapter, seen, clock.now()), looked: true })
    return { row: settled!, answered: seen.is !== 'not-now' }
  }

  const takeCall: Payments['takeCall'] = async (accountId, told) => {
    const account = await payAccountById(database.writer, accountId)
    const hear = account && payAdapters[account.kind].hear
    const login = account && loginOf(secrets, account)
    if (!account || !hear || !login) return 'unknown'
    const now = clock.now()
    const heard = hear(told, login, now)
    const note = (callProblem: PayAccountRow['callProblem']) =>
      scopes.writing(account.workspaceId, bySystem, async (scope) => {
        if (callProblem === account.callProblem && (callProblem !== null || (account.heardAt !== null && now.getTime() - account.heardAt.getTime() < 60_000))) return
        await tables(scope)
          .updateTable('shopPayAccounts')
          .set({ callProblem, ...(callProblem === null && { heardAt: now }) })
          .where('workspaceId', '=', account.workspaceId)
          .where('accountId', '=', accountId)
          .execute()
        await scope.announce({ type: 'PayAccountsChanged', accountId })
      })
    if (heard.is === 'signature' || heard.is === 'old' || heard.is === 'unreadable') {
      await note(heard.is)
      return heard.is === 'unreadable' ? 'unreadable' : 'not-signed'
    }
    await note(null)
    if (heard.is === 'other') return 'heard'
    const found = await paymentOf(database.writer, accountId, heard.of)
    // The account may serve other shops of its owner as well: what is none of ours is none of our concern.
    if (!found) return 'heard'
    if (heard.is === 'look') {
      if (await isKnown(account, heard.id)) return 'heard'
      if (!(await lookAt(found)).answered) return 'again'
      await scopes.writing(account.workspaceId, bySystem, (scope) => isFirst(scope, accountId, heard.id, now))
      return 'heard'
    }
    const news = heard.news(paidIn(found))
    if (news === null) {
      await note('unreadable')
      return 'unreadable'
    }
    await scopes.writing(account.workspaceId, bySystem, async (scope) => {
      if (await isFirst(scope, accountId, heard.id, now)) await settlePayment(scope, { secrets }, found.paymentId, { news })
    })
    return 'heard'
  }

  const isKnown = async ({ workspaceId }: PayAccountRow, callId: string): Promise<boolean> =>
    Boolean(await tables(scopes.reading(workspaceId)).selectFrom('shopPayCalls').select('callId').where('workspaceId', '=', workspaceId).where('callId', '=', callId).executeTakeFirst())

  const tick: Payments['tick'] = async () => {
    const now = clock.now()
    const db = database.writer as unknown as Kysely<ShopTables>
    const due = await db.selectFrom('shopPayments').selectAll().where('lookAt', '<=', now).orderBy('lookAt').limit(MOST_LOOKS_A_TICK).execute()
    await Promise.all(
      due.map((row) =>
        lookAt(row).catch((failure: unknown) => {
          log.error({ payment: row.paymentId, error: failure instanceof Error ? failure.message : String(failure) }, 'a payment could not be looked at; it is tried again')
        }),
      ),
    )
  }

  return {
    tryLogin,
    tryAccount: async (workspaceId, accountId) => {
      const account = await payAccountRow(scopes.reading(workspaceId), accountId)
      const login = account && loginOf(secrets, account)
      return login ? tryLogin(account.kind, login) : null
    },
    begin,
    look,
    takeCall,
    tick,
    forget: () => forget(database.writer as unknown as Kysely<ShopTables>, clock.now()),
  }
}

/** What a look brings to what was known. */
function learnedOf(row: PaymentRow, { lookUp }: PayAdapter, seen: Seen, now: Date): Learned {
  const over = row.until !== null && now >= row.until
  if (!lookUp) return row.begun === 'made' ? (over ? { news: { expired: row.until! } } : {}) : { begun: { is: 'gone' } }
  const unsure = row.begun === 'making' || row.begun === 'unknown'
  if (seen.is === 'seen') {
    // It came about and nobody was led to it: without an address nobody can pay it, nor be asked to.
    const lost = unsure && !seen.made && !seen.news.paid
    return { news: seen.news, ...(seen.made ? { begun: seen.made } : lost ? { begun: { is: 'gone' } } : {}) }
  }
  if (seen.is === 'not-now') return {}
  if (unsure) return now.getTime() - row.madeAt.getTime() >= SURE_AFTER_MS ? { begun: { is: 'gone' } } : {}
  return over ? { news: { expired: row.until! } } : {}
}

/** Whether a call comes for the first time; kept in the transaction of what follows from it. */
async function isFirst(scope: Parameters<typeof settlePayment>[0], accountId: string, callId: string, heardAt: Date): Promise<boolean> {
  const first = await tables(scope)
    .insertInto('shopPayCalls')
    .values({ workspaceId: scope.workspaceId, accountId, callId, heardAt })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'accountId', 'callId']).doNothing())
    .returning('callId')
    .executeTakeFirst()
  return first !== undefined
}

async function paymentOf(db: Kysely<{}>, accountId: string, { key, remoteId, remotePayment }: Of): Promise<PaymentRow | null> {
  for (const [column, value] of [['key', key], ['remoteId', remoteId], ['remotePayment', remotePayment]] as const) {
    if (value === undefined) continue
    const row = await (db as unknown as Kysely<ShopTables>).selectFrom('shopPayments').selectAll().where('accountId', '=', accountId).where(column, '=', value).executeTakeFirst()
    if (row) return row
  }
  return null
}

async function forget(db: Kysely<ShopTables>, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  await db
    .updateTable('shopPayments')
    .set({ phone: null, buyerName: null })
    .where('madeAt', '<', before(FORGET_BUYER_MS))
    .where('orderId', 'is', null)
    .where(({ or, eb }) => or([eb('phone', 'is not', null), eb('buyerName', 'is not', null)]))
    .execute()
  await db.deleteFrom('shopPayCalls').where('heardAt', '<', before(CALLS_KEPT_MS)).execute()
  await db
    .updateTable('shopPayAccounts')
    .set({ login: null })
    .where('removedAt', '<', before(KEYS_KEPT_MS))
    .where('login', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('shopPayments')
            .select('paymentId')
            .whereRef('shopPayments.accountId', '=', 'shopPayAccounts.accountId')
            .where('madeAt', '>', before(UNDER_WAY_MS)),
        ),
      ),
    )
    .execute()
}

/** A provider's own servers, or the stand-in that was set for it: the one place where that is decided. */
function fetchOf({ allowPrivateHosts, servers = {} }: PaymentsNeeds, kind: PayProvider, timeoutMs: number): typeof fetch {
  const instead = servers[kind]
  return (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input)
    const url = instead === undefined ? asked : new URL(`${instead.replace(/\/$/, '')}${asked.pathname}${asked.search}`)
    return safeFetch(url, { ...init, timeoutMs, mostBytes: MOST_BYTES, allowPrivateHosts: allowPrivateHosts || instead !== undefined })
  }
}

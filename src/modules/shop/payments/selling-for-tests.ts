import { afterAll, beforeAll } from 'vitest'
import type { SaveBuyButton } from '#contract/buy-buttons.ts'
import type { PayProvider } from '#contract/pay-accounts.ts'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { makeBuyButton } from '../commands/buy-buttons.ts'
import { askedPayAccount, connectPayAccount } from '../commands/pay-accounts.ts'
import { begin as beginShop, done, secrets } from '../for-tests.ts'
import { queries } from '../index.ts'
import { buyButtons } from '../queries/buy-buttons.ts'
import { tables } from '../tables.ts'
import { logins, startProviders, type Providers } from './for-tests.ts'
import { openPayPages } from './pay-pages.ts'
import { openPayments } from './payments.ts'

type Watched = Exclude<PayProvider, 'static-qr'>

export const publicAddress = () => ({ url: 'https://toko.example.com', reachable: true })
export const SECOND = 1000
export const MINUTE = 60 * SECOND

/** What the shops of one file of tests have in common. */
interface Bed {
  base: TestShop
  providers: Providers
  /** What went wrong behind an answer. */
  failures: unknown[]
}

/** For one file of tests: its shops, and the providers they are paid by. */
export function sellers() {
  const bed = { failures: [] } as unknown as Bed
  beforeAll(async () => {
    bed.base = await testShop({ hits: false })
    bed.providers = await startProviders(() => bed.base.clock.now())
  })
  afterAll(async () => {
    await bed.providers.close()
    await bed.base.close()
  })

  /** A shop with one way to be paid and one buy button, and what its buyers, its provider and its owner do. */
  async function selling(kind: Watched, { live = true, country = 'ID' as 'ID' | 'MY', button = {} as Partial<SaveBuyButton> } = {}) {
    const shop = await beginShop(bed.base.another(), country)
    const payments = openPayments({ ...shop, secrets, allowPrivateHosts: true, servers: bed.providers.servers, log: { error: (fields) => bed.failures.push(fields) } })
    const heard: { code?: string }[] = []
    const pages = openPayPages({ ...shop, secrets, payments, publicAddress, intake: { record: async (hit) => (heard.push(hit), { counted: true }) } })
    const asked = done(await askedPayAccount(shop.reading(), { secrets, tryLogin: payments.tryLogin }, { kind, live: false, ...logins[kind] }))
    const account = await shop.writing((scope) => connectPayAccount(scope, asked))
    // The stand-ins know one key; what is live by our book is tried with it all the same.
    if (live) await shop.writing((scope) => tables(scope).updateTable('shopPayAccounts').set({ live: true }).where('accountId', '=', account).execute())
    const buttonId = done(await shop.writing((scope) => makeBuyButton(scope, { language: 'id' }, { product: null, name: 'Sambal Bawang', price: 25_000, words: '', stock: '', thanks: '', accounts: [], onPage: false, ...button })))
    const { code } = (await buyButtons(shop.reading(), { publicAddress })).find(({ id }) => id === buttonId)!
    const visit = { k: null, language: null, trial: false, askedBy: [] }
    const caller = { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 (Linux; Android 14)', language: 'id' }
    const press = async (fields: Record<string, string> = {}, more: { k?: string | null; askedBy?: string[] } = {}) => {
      const page = (await pages.payPage(code, { ...visit, ...more }))!
      const pressed = (await pages.payPress(code, { token: page.token, ...(page.k !== null && { k: page.k }), ...fields }, { ...visit, ...more }, caller))!
      if (pressed.is === 'wrong') return { wrong: pressed.fault }
      const token = pressed.to.split('/')[3]!.replace('?go', '')
      return { token, shown: (await pages.payment(code, token, { look: false }))! }
    }
    const of = bed.providers.of[kind]
    const pressed = async (...given: Parameters<typeof press>) => {
      const { token, shown } = (await press(...given)) as { token: string; shown: NonNullable<Awaited<ReturnType<typeof pages.payment>>> }
      return { token, shown, key: `kicau-${shown.reference}` }
    }
    const tell = (about: Parameters<typeof of.call>[0], key: string, { at = shop.clock.now(), altered = (body: string) => body, headers = {} as Record<string, string>, to = account } = {}) => {
      const call = of.call(about, key, at)
      return payments.takeCall(to, { headers: { ...call.headers, ...headers }, body: Buffer.from(altered(call.body)) })
    }
    const orders = async () => done(await queries.orders(shop.reading(), {})).items
    const rows = () => tables(shop.reading()).selectFrom('shopPayments').selectAll().where('workspaceId', '=', shop.workspaceId).orderBy('madeAt').execute()
    const states = async () => (await rows()).map((row) => row.state)
    return { shop, payments, pages, account, buttonId, code, press, pressed, of, tell, orders, rows, states, heard }
  }

  return { bed, selling }
}

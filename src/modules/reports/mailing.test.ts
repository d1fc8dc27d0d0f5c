import { afterEach, expect, test } from 'vitest'
import type { SendingState } from '#contract/reports.ts'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { openMail, type Mail } from '#platform/mail'
import { isRefusal } from '#platform/refusal'
import { sql } from 'kysely'
import { mailServer, plainOf, testShop, type TestShop } from '../../../tests/harness/index.ts'
import { claimSendings } from './commands/claim-sendings.ts'
import { sendAgain } from './commands/send-again.ts'
import { shareReport } from './commands/share-report.ts'
import { subscribeToSeveral } from './commands/subscribe-to-several.ts'
import { endSubscription, subscribe } from './commands/subscribe.ts'
import { beginShop, done, secrets, sell } from './for-tests.ts'
import { mailReports, type MailingNeeds } from './mailing.ts'
import { CUT_OFF_MS } from './model/sending.ts'
import { severalSubscriptions } from './queries/several-subscriptions.ts'
import { sharedReport } from './queries/shares.ts'
import { subscriptions } from './queries/subscriptions.ts'

// Real mail over real SMTP. Monday 23 November 2026 at seven in Jakarta is midnight of UTC.
const MONDAY_SEVEN = '2026-11-23T00:00:00Z'
const quiet = { error: () => {}, warn: () => {} }

let closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.reverse()) await close()
  closing = []
})

/** A mail server, and the mail that goes to it. */
async function postOffice(how?: Parameters<typeof mailServer>[0]) {
  const server = await mailServer(how)
  const mail = openMail(server.url, 'Kicau <kicau@example.test>')
  closing.push(server.close, () => mail.close())
  return { letters: server.letters, mail }
}

async function subscribed(shop: TestShop, mail: Pick<Mail, 'works' | 'send'>, kinds: readonly ('week' | 'quarter' | 'year')[] = ['week'], demo = false) {
  const { loginId, tini } = await beginShop(shop, { demo })
  const by = { loginId, owner: true }
  for (const kind of kinds) done(await shop.writing((scope) => subscribe(scope, by, { memberId: tini, kind, language: 'ms' })))
  const needs: MailingNeeds = {
    db: shop.database.writer,
    scopes: shop.scopes,
    mail,
    secrets,
    addressesOf: (logins) => Promise.resolve(logins.map((id) => ({ id, email: 'tini@example.test' }))),
    publicUrl: 'https://toko.example',
    log: quiet,
  }
  const last = async () => (await subscriptions(shop.reading(), { loginId, owner: true, language: 'id' }, true)).members[0]!.kinds[0]!.last
  const state = async (): Promise<SendingState | null> => (await last())?.state ?? null
  return { needs, by, tini, last, state }
}

test('goes out on Monday at seven, once, in the language of whoever reads it', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { letters, mail } = await postOffice()
  const { needs, state, last } = await subscribed(shop, mail)
  await sell(shop, '2026-11-17', { channel: 'whatsapp' })
  for (const at of ['2026-11-22T23:59:59Z', MONDAY_SEVEN, '2026-11-23T00:01:00Z', '2026-11-24T03:00:00Z']) {
    shop.clock.set(at)
    await mailReports(needs)
    expect(letters.length, at).toBe(at < MONDAY_SEVEN ? 0 : 1)
  }
  expect(await state()).toBe('sent')
  expect((await last())!.period).toBe('2026-11-16')
  const letter = plainOf(letters[0]!)
  expect(letter).toMatch(/^To: tini@example\.test/m)
  expect(letter).toContain('Minggu 16–22 November 2026')
  expect(letter).toContain('Untung pesanan: Rp35,000')
  expect(letter).toMatch(/List-Unsubscribe: <https:\/\/toko\.example\/r\/stop\/[0-9a-f-]{36}\.[0-9a-f]{32}>/)
  expect(letter).toMatch(/List-Unsubscribe-Post: List-Unsubscribe=One-Click/)
  // The week after is the next one's.
  shop.clock.set('2026-11-30T00:00:00Z')
  await mailReports(needs)
  expect(letters).toHaveLength(2)
})

test('of many workers at the same moment, one sends', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { letters, mail } = await postOffice()
  const { needs } = await subscribed(shop, mail)
  shop.clock.set(MONDAY_SEVEN)
  await Promise.all([mailReports(needs), mailReports(needs), mailReports(needs)])
  expect(letters).toHaveLength(1)
})

test('a worker killed between the claim and the sending leaves a question, and no second letter', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { letters, mail } = await postOffice()
  const { needs, by, state, last } = await subscribed(shop, mail)
  shop.clock.set(MONDAY_SEVEN)
  // As the worker does it up to its death: committed, and nothing sent.
  const claimed = await shop.scopes.writing(shop.workspaceId, { kind: 'system', id: 'dies' }, claimSendings)
  expect(claimed).toHaveLength(1)
  await mailReports(needs)
  expect(await state()).toBe('claimed')
  shop.clock.advance(CUT_OFF_MS + 1)
  await mailReports(needs)
  await mailReports(needs)
  expect(await state()).toBe('unknown')
  expect(letters).toEqual([])

  // A person says: send it again. Once more is once more.
  const { subscriptionId, period } = (await last())!
  const again = () => shop.writing((scope) => sendAgain(scope, by, { subscriptionId, period }))
  expect(await again()).toBeUndefined()
  expect(await again()).toMatchObject({ refused: 'reports.sending-not-again' })
  await Promise.all([mailReports(needs), mailReports(needs)])
  expect(letters).toHaveLength(1)
  expect(await state()).toBe('sent')
  expect(await again()).toMatchObject({ refused: 'reports.sending-not-again' })
})

test('a server that hung up with the letter in hand may have it: never again by itself', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { letters, mail } = await postOffice({ answer: () => 'hang-up' })
  const { needs, state } = await subscribed(shop, mail)
  shop.clock.set(MONDAY_SEVEN)
  await mailReports(needs)
  shop.clock.advance(3_600_000)
  await mailReports(needs)
  expect(await state()).toBe('unknown')
  expect(letters).toHaveLength(1)
})

test('a server that is away is tried again, and not at night; one that refuses is not', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const away = openMail('smtp://127.0.0.1:1', 'Kicau <kicau@example.test>')
  const { needs, state } = await subscribed(shop, away)
  // 20.58 in Jakarta: five minutes later is night.
  shop.clock.set('2026-11-23T13:58:00Z')
  await mailReports(needs)
  expect(await state()).toBe('waiting')
  const { letters, mail } = await postOffice()
  for (const [at, count] of [['2026-11-23T14:04:00Z', 0], ['2026-11-23T23:59:00Z', 0], ['2026-11-24T00:00:00Z', 1]] as const) {
    shop.clock.set(at)
    await mailReports({ ...needs, mail })
    expect(letters.length, at).toBe(count)
  }

  const refusing = await postOffice({ answer: () => ({ code: 550, text: 'no such mailbox' }) })
  shop.clock.set('2026-11-30T00:00:00Z')
  await mailReports({ ...needs, mail: refusing.mail })
  expect(await state()).toBe('failed')
})

test('nothing was due before somebody asked for it, nor after they stopped; a demo mails nobody', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { letters, mail } = await postOffice()
  shop.clock.set('2026-11-23T00:30:00Z')
  const { needs, tini } = await subscribed(shop, mail, ['week', 'quarter', 'year'])
  await mailReports(needs)
  expect(letters).toEqual([])
  await shop.writing((scope) => endSubscription(scope, { memberId: tini, kind: 'week', several: false }))
  shop.clock.set('2026-11-30T00:00:00Z')
  await mailReports(needs)
  expect(letters).toEqual([])
  // On New Year's morning the quarter and the year.
  shop.clock.set('2027-01-01T00:00:00Z')
  await mailReports(needs)
  expect(letters.map((letter) => /Tahun 2026|Suku tahun 4, 2026/.exec(plainOf(letter))?.[0]).sort()).toEqual(['Suku tahun 4, 2026', 'Tahun 2026'])

  const demo = shop.another()
  shop.clock.set('2027-01-02T00:00:00Z')
  const second = await subscribed(demo, mail, ['week'], true)
  shop.clock.set('2027-01-04T00:00:00Z')
  await mailReports(second.needs)
  expect(letters).toHaveLength(2)
})

test("seven is seven by the shop's clock, also where clocks change", async () => {
  const shop = await testShop({ at: '2026-03-20T03:00:00Z', hits: false })
  const { letters, mail } = await postOffice()
  const { needs } = await subscribed(shop, mail)
  await sql`update workspace_shops set zone = 'Europe/Berlin' where workspace_id = ${shop.workspaceId}`.execute(shop.database.writer)
  for (const [at, count] of [['2026-03-23T05:59:00Z', 0], ['2026-03-23T06:00:00Z', 1], ['2026-03-30T04:59:00Z', 1], ['2026-03-30T05:00:00Z', 2]] as const) {
    shop.clock.set(at)
    await mailReports(needs)
    expect(letters.length, at).toBe(count)
  }
})

test('members choose for themselves, owners for all who sign in', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { loginId, tini, wulan } = await beginShop(shop)
  const wish = (by: { loginId: string; owner: boolean }, memberId: string) => shop.writing((scope) => subscribe(scope, by, { memberId, kind: 'week', language: 'id' }))
  expect(await wish({ loginId: 'somebody else', owner: false }, tini)).toMatchObject({ refused: 'reports.member-unknown' })
  expect(await wish({ loginId, owner: true }, wulan)).toMatchObject({ refused: 'reports.member-unknown' })
  expect(isRefusal(await wish({ loginId, owner: false }, tini))).toBe(false)
  const seen = await subscriptions(shop.reading(), { loginId, owner: true, language: 'id' }, true)
  expect(seen.members).toHaveLength(1)
  expect(seen.members[0]!.kinds[0]).toMatchObject({ kind: 'week', language: 'id', next: '2026-11-23T00:00:00.000Z', last: null })
})

test("each guest of a demo is one of its owners, and sees only themselves among a report's readers", async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const { loginId } = await beginShop(shop, { demo: true })
  await shop.writing((scope) => workspace.addMember(scope, { name: 'Tamu', loginId: newId(), role: 'owner' }))
  expect((await subscriptions(shop.reading(), { loginId, owner: true, language: 'id' }, true)).members).toMatchObject([{ name: 'Bu Tini', me: true }])
})

test('of several shops one letter goes out, on the mornings of the shop that was chosen last; a link shows what is owned still', async () => {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const other = shop.another()
  const { letters, mail } = await postOffice()
  const { needs, by } = await subscribed(shop, mail, [])
  await other.writing(async (scope) => done(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: by.loginId, name: 'Kak Ros' }, { name: 'Kuih Kak Ros', country: 'MY', currency: 'MYR', zone: 'Asia/Kuala_Lumpur' })))
  await sell(shop, '2026-11-17', { channel: 'whatsapp' })
  for (const home of [shop, other]) await home.writing(async (scope) => done(await subscribeToSeveral(scope, needs, { loginId: by.loginId, kind: 'week', language: 'en' })))
  const told = () => severalSubscriptions({ db: needs.db, clock: shop.clock }, { loginId: by.loginId, language: 'en', mail: true })
  expect((await told()).kinds).toMatchObject([{ kind: 'week', home: { id: other.workspaceId }, next: '2026-11-22T23:00:00.000Z', last: null }, { kind: 'quarter', home: null }, { kind: 'year', home: null }])
  // Seven in Kuala Lumpur; an hour later it is seven in Jakarta.
  for (const at of ['2026-11-22T22:59:59Z', '2026-11-22T23:00:00Z', MONDAY_SEVEN]) {
    for (const each of [shop, other]) each.clock.set(at)
    await Promise.all([mailReports(needs), mailReports(needs)])
    expect(letters.length, at).toBe(at < '2026-11-22T23' ? 0 : 1)
  }
  const letter = plainOf(letters[0]!)
  for (const said of ['Sambal Bu Tini: ', 'Kuih Kak Ros: ', 'https://toko.example/reports/shops?kind=week&period=2026-11-16', 'Left +Rp35,000']) expect(letter).toContain(said)
  expect((await told()).kinds[0]).toMatchObject({ last: { period: '2026-11-16', state: 'sent' } })

  const { url, shops } = await shop.writing(async (scope) => done(await shareReport(scope, { publicUrl: 'https://toko.example', loginId: by.loginId }, { kind: 'week', period: '2026-11-16', language: 'en', days: 7, shops: [shop.workspaceId, other.workspaceId] })))
  expect(shops).toBe(2)
  const read = async () => (await sharedReport({ ...needs, clock: shop.clock }, url.split('/').at(-1)!))!.report.tables[0]!.rows.map(({ cells }) => cells[0]!.text)
  expect(await read()).toEqual(['Sambal Bu Tini', 'Kuih Kak Ros'])
  await sql`update workspace_members set role = 'staff' where workspace_id = ${other.workspaceId}`.execute(needs.db)
  expect(await read()).toEqual(['Sambal Bu Tini'])
})

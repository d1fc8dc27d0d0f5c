import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands as links } from '#modules/links'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { settleChatLine } from '../commands/settle-chat-line.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { commands, queries } from '../index.ts'
import { chatFindings } from '../queries/chat-findings.ts'

const NUMBER = '+62 812-3456-7890'
let shop: TestShop
let code: string
beforeAll(async () => {
  shop = await begin(await testShop({ hits: false, at: '2026-07-01T00:00:00Z' }))
  await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal Bawang 150 g', price: 28_000, cost: 12_000 }))
  const address = { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }
  code = done(await shop.writing((scope) => links.makeLink(scope, address, { kind: 'whatsapp', channel: 'instagram', target: '081234567890' }))).chatCode!
  shop.clock.set('2026-07-20T00:00:00Z')
})
afterAll(() => shop.close())

const chat = () =>
  [
    '13/07/26 09.00 - Pesan dan panggilan dienkripsi secara end-to-end.',
    `13/07/26 09.00 - ${NUMBER}: Halo, saya tertarik (${code})`,
    `13/07/26 09.01 - ${NUMBER}: mau pesan 2 sambal bawang, kirim ke Jl. Mawar 5`,
    '13/07/26 09.05 - Bu Tini: Total Rp56.000 ya Bu',
    `13/07/26 09.30 - ${NUMBER}: sudah transfer`,
    `17/07/26 09.00 - ${NUMBER}: Rempeyek masih ada?`,
  ].join('\n')
const read = async (bytes: Uint8Array, more: { name?: string; me?: string | null } = {}) =>
  chatFindings(shop.reading(), secrets, { name: `Chat WhatsApp dengan ${NUMBER}.txt`, bytes, me: null, ...more })
const rowsWritten = async () => {
  const { rows } = await shop.database.pool.query<{ count: number }>('select (select count(*) from shop_orders) + (select count(*) from shop_leads) + (select count(*) from shop_chat_lines) as count')
  return Number(rows[0]!.count)
}

describe('a chat export', () => {
  it('proposes what it finds, with code, number and products, and writes nothing', async () => {
    const found = done(await read(strToU8(chat())))
    expect(found).toMatchObject({ me: 'Bu Tini', from: '2026-07-13', to: '2026-07-17', more: 0 })
    expect(found.findings).toMatchObject([
      { kind: 'order', text: 'Total Rp56.000 ya Bu', at: '2026-07-13T02:05:00.000Z', amount: 56_000, paid: true, buyer: { name: null, phone: NUMBER }, products: [{ quantity: 2 }], code, channel: 'instagram', settled: false },
      { kind: 'lead', text: 'Rempeyek masih ada?', day: '2026-07-17', amount: null, code: null, channel: null, settled: false },
    ])
    // A letter that PostgreSQL takes in no text: what is proposed could never be kept.
    expect(done(await read(strToU8(chat().replaceAll('Bu Tini', 'Bu\0 Tini').replace('Rempeyek', 'Rem\0peyek'))))).toEqual(found)
    expect(await rowsWritten()).toBe(0)
  })

  it("reads iOS's zip, and asks who is the shop where the file does not say", async () => {
    const zip = zipSync({ '_chat.txt': strToU8(chat()), 'IMG-1.jpg': new Uint8Array(1000) })
    const asked = done(await read(zip, { name: 'WhatsApp Chat - Bu.zip' }))
    expect(asked).toMatchObject({ me: null, findings: [], senders: [{ name: NUMBER, messages: 4 }, { name: 'Bu Tini', messages: 1 }] })
    expect(done(await read(zip, { name: 'WhatsApp Chat - Bu.zip', me: 'Bu Tini' })).findings).toHaveLength(2)
  })

  it('finds the chat beside notes that were sent in it', async () => {
    const zip = zipSync({ '00000012-catatan.txt': strToU8('beli gula'), '_chat.txt': strToU8(chat()) })
    expect(done(await read(zip)).findings).toHaveLength(2)
    expect(done(await read(zipSync({ 'Chat WhatsApp dengan Siti.txt': strToU8(chat()), 'daftar.txt': strToU8('13/07/26 beli gula') }))).findings).toHaveLength(2)
  })

  it('reads a long one of a large group in turns with others', async () => {
    const lines = Array.from({ length: 60_000 }, (_, nth) => `13/07/26 09.${String(nth % 60).padStart(2, '0')} - Anggota ${nth % 1500}: mau pesan sambal bawang, total 56.000`)
    let turns = 0
    const others = setInterval(() => turns++, 1)
    const found = done(await read(strToU8(lines.join('\n')), { me: 'Anggota 0' }))
    clearInterval(others)
    expect(found.findings).toHaveLength(200)
    expect(found.more).toBe(1299)
    expect(turns).toBeGreaterThan(10)
  })

  it('refuses what is no export', async () => {
    const image = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])
    for (const bytes of [strToU8('Halo Bu'), image, new Uint8Array(), zipSync({ 'foto.jpg': image }), zipSync({ 'a.txt': strToU8(chat()), 'b.txt': strToU8(chat()) }), Buffer.from('PK\u0003\u0004 cut')])
      expect(await read(bytes)).toMatchObject({ refused: 'shop.chat-unreadable' })
  })

  it('is settled line by line, once each; nothing of its words is kept', async () => {
    const [order, lead] = done(await read(strToU8(chat()))).findings
    const settle = (line: Parameters<typeof settleChatLine>[2]) => shop.writing((scope) => settleChatLine(scope, { secrets }, line))
    const wanted = { amount: 56_000, orderedAt: order!.at, code, phone: NUMBER, lines: order!.products.map(({ product, quantity }) => ({ product, quantity })) }
    const { order: orderId } = done(await settle({ line: order!.line, order: wanted }))
    expect(await settle({ line: order!.line, order: wanted })).toMatchObject({ refused: 'shop.chat-line-settled' })
    expect(await queries.order(shop.reading(), { secrets }, orderId!)).toMatchObject({ amount: 56_000, margin: 32_000, tracked: { channel: 'instagram', by: 'code' }, orderedAt: order!.at })
    done(await settle({ line: lead!.line }))
    expect(done(await read(strToU8(chat()))).findings.map(({ settled }) => settled)).toEqual([true, true])

    const { rows } = await shop.database.pool.query(`select o::text as o from shop_orders o union all select l::text from shop_chat_lines l union all select e.payload::text from platform_outbox e`)
    for (const word of ['Mawar', 'Rempeyek masih', 'transfer']) expect(JSON.stringify(rows)).not.toContain(word)
    // Taken back, it may be taken again.
    await shop.writing((scope) => commands.undoOrder(scope, orderId!))
    expect(done(await read(strToU8(chat()))).findings.map(({ settled }) => settled)).toEqual([false, true])
    done(await settle({ line: order!.line, order: wanted }))
  })
})

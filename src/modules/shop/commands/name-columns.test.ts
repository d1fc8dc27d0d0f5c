import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testFolder, testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { newId } from '#platform/ids'
import { openUploads } from '#platform/uploads'
import { begin, done, secrets, storedOrders } from '../for-tests.ts'
import { fileOf } from '../imports/for-tests.ts'
import { commands, importJobs, queries, type OrdersFile } from '../index.ts'
import { ordersImport } from '../queries/orders-imports.ts'
import { beginImport } from './import-orders.ts'
import { nameColumns } from './name-columns.ts'

let base: TestShop
beforeAll(async () => {
  base = await begin(await testShop({ hits: false }))
})
afterAll(() => base.close())

const fresh = () => begin(base.another())
const bring = (shop: TestShop, file: OrdersFile) =>
  commands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: newId() } }, { secrets }, file)

const own = ['Catatan penjualan Juli', '', 'No;Tgl;Nama;Barang;Bayar;Ket', '1;7/13/2026;Siti;Sambal;Rp56.000;lunas', '2;7/1/2026;Ayu;Sambal;Rp28.000;lunas', '2;7/1/2026;Ayu;Rempeyek;Rp12.000;lunas', '3;7/2/2026;Ani;Sambal;28.000;batal', ';;;;Rp124.000;']
const columns = { orderedAt: 'Tgl', amount: 'Bayar', id: 'No', product: 'Barang', status: 'Ket' }

/** As the screen and a worker do it. */
async function send(shop: TestShop, text: string) {
  const folder = await testFolder('uploads')
  const uploads = openUploads(folder, 'xlsx')
  const jobs = importJobs({ database: shop.database, scopes: shop.scopes, clock: shop.clock, secrets, uploads, log: { error: (fields) => expect.fail(JSON.stringify(fields)) } })
  const kept = await uploads.keep(shop.workspaceId, Readable.from([Buffer.from(text)]), () => false)
  if (typeof kept === 'string') throw new Error(kept)
  const { importId } = kept
  await shop.writing((scope) => beginImport(scope, 'juli.csv', importId))
  const work = async () => {
    await jobs.takeUp()
    await jobs.settled()
    return { record: done(await ordersImport(shop.reading(), importId, 'id')), files: (await readdir(folder)).length }
  }
  return { importId, work }
}

test('a file that no format knows asks for its columns, goes on when they are named, and knows them the next time', async () => {
  const shop = await fresh()
  const { importId, work } = await send(shop, own.join('\n'))
  const asking = await work()
  expect(asking).toMatchObject({ files: 1, record: { state: 'asking', added: 0, asks: { proposed: { orderedAt: 'Tgl', id: 'No', amount: 'Bayar', product: 'Barang' } } } })
  expect(asking.record.asks!.columns[4]).toEqual({ name: 'Bayar', samples: ['Rp56.000', 'Rp28.000', 'Rp12.000'] })
  // It waits: looking again changes nothing, and the file stays.
  expect(await work()).toEqual(asking)

  expect(await shop.writing((scope) => nameColumns(scope, importId, { columns: { ...columns, amount: 'Harga' }, salesPlace: 'chat' }))).toMatchObject({ refused: 'shop.import-column-unknown' })
  done(await shop.writing((scope) => nameColumns(scope, importId, { columns, salesPlace: 'chat' })))
  expect(await work()).toMatchObject({ files: 0, record: { state: 'done', format: 'own', salesPlace: 'chat', added: 3, failedRows: 1, asks: null } })
  const { items } = done(await queries.orders(shop.reading(), {}))
  expect(items.map(({ orderedAt, amount, state }) => [orderedAt.slice(0, 10), amount, state])).toEqual([
    ['2026-07-12', 56_000, 'done'],
    ['2026-07-01', 28_000, 'cancelled'],
    ['2026-06-30', 40_000, 'done'],
  ])
  // The next file with these columns is known, and the same again changes nothing.
  expect(await bring(shop, await fileOf(Buffer.from(own.join('\n')), 'juli.csv'))).toMatchObject({ state: 'done', added: 0, unchanged: 3 })

  // A list without numbers: a row that can't be read is told by its place, not by the number that Kicau reckons for it.
  const bare = await send(shop, 'Hari;Uang\n7/13/2026;gratis\n7/14/2026;28.000')
  await bare.work()
  done(await shop.writing((scope) => nameColumns(scope, bare.importId, { columns: { orderedAt: 'Hari', amount: 'Uang' }, salesPlace: 'chat' })))
  expect((await bare.work()).record.errors.map(({ row, text }) => [row, text.replace(/ +/g, ' ')])).toEqual([[2, 'Harga “gratis” tidak terbaca; pesanan tidak dimasukkan.']])
})

test('a file that no format knows waits a week at most, or until somebody stops it; from the command line it does not wait', async () => {
  const shop = await fresh()
  const [kept, stopped] = [await send(shop, own.join('\n')), await send(shop, own.join('\n'))]
  await kept.work()
  await stopped.work()
  await shop.writing((scope) => commands.stopImport(scope, stopped.importId))
  expect(await stopped.work()).toMatchObject({ files: 0, record: { state: 'stopped', asks: null } })
  shop.clock.advance(8 * 86_400_000)
  expect(await kept.work()).toMatchObject({ files: 0, record: { state: 'failed', asks: null, problem: { code: 'shop.import-format-unknown' } } })
  expect(await bring(shop, await fileOf(Buffer.from(own.join('\n'))))).toMatchObject({ state: 'failed', problem: { refused: 'shop.import-format-unknown' } })
})

test('of a file that no format knows an order without a number is known by its row, each of two equal ones too', async () => {
  const shop = await fresh()
  const lines = ['Tanggal,Total', '2026-07-01,28000', '2026-07-01,28000', '2026-07-02,12000', ''].join('\n')
  const { importId, work } = await send(shop, lines)
  await work()
  done(await shop.writing((scope) => nameColumns(scope, importId, { columns: { orderedAt: 'Tanggal', amount: 'Total' }, salesPlace: 'counter' })))
  expect(await work()).toMatchObject({ record: { state: 'done', added: 3 } })
  expect(await bring(shop, await fileOf(Buffer.from(lines)))).toMatchObject({ state: 'done', added: 0, unchanged: 3 })
  expect(await storedOrders(shop)).toMatchObject({ orders: 3, lines: 0, doneGoodsValue: 68_000 })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Unzip, UnzipInflate } from 'fflate'
import { SaxesParser } from 'saxes'
import type { OrdersImport } from '#contract/order-imports.ts'
import type { RunningKicau } from '../../tests/harness/kicau.ts'
import type { Member } from '../../tests/harness/member.ts'
import { cpuSeconds, cpuSecondsOf, rounded } from '../result.ts'
import { peakSince, residentMb } from './memory.ts'
import { broughtIn, secondsSince } from './sending.ts'
import { shopeeExport } from './shopee-export.ts'

// A year of a large shop's orders as Shopee exports them, sent to a Kicau as an owner sends it, until its record says that all orders
// are in; and how much the memory of the process that serves and works grows meanwhile. Beside it, in the same breath, the least
// that can be done with such a file: it is unpacked and each of its cells is read once, by the same two libraries, and thrown away.
const ORDERS = Number(process.env.ORDERS ?? 50_000)
const MOST_SECONDS = 20
const MOST_GROWTH_MB = 300

export async function orders(kicau: RunningKicau, owner: Member, folder: string) {
  const path = join(folder, 'orders.xlsx')
  const { file, rows, unpackedBytes } = await shopeeExport(ORDERS)
  await writeFile(path, file)
  const began = performance.now()
  const cells = cellsIn(file)
  const reference = secondsSince(began)

  const pid = kicau.process.pid!
  const before = residentMb(pid)
  const peak = peakSince(pid)
  const worked = () => ({ kicau: cpuSeconds(pid), postgres: cpuSecondsOf('postgres', pid) })
  const workedBefore = worked()
  const { ended, seconds, uploadSeconds } = await broughtIn<OrdersImport>(kicau.url, owner, '/orders/imports', { path, name: 'orders.xlsx' })
  const growth = peak() - before
  const workedAfter = worked()
  const cpu = { kicau: rounded(workedAfter.kicau - workedBefore.kicau, 2), postgres: rounded(workedAfter.postgres - workedBefore.postgres, 2) }
  const { state, total, added, failedRows } = ended
  if (state !== 'done' || total !== ORDERS || added !== ORDERS || failedRows > 0) throw new Error(`${state}: ${added} of ${total} orders, ${failedRows} rows unreadable: ${JSON.stringify(ended.problem ?? ended.errors.slice(0, 3))}`)
  const { body } = await owner.call('GET', '/orders/imports')
  if ((body as OrdersImport[])[0]!.added !== ORDERS) throw new Error('the import is not on record')
  process.stdout.write(`orders: ${rounded(seconds, 2)} s (sending it ${rounded(uploadSeconds, 2)} s), reading cells alone ${rounded(reference, 2)} s, memory ${rounded(before, 0)} MB and at most ${rounded(growth, 0)} MB more; worked: Kicau ${cpu.kicau} s, PostgreSQL ${cpu.postgres} s\n`)
  return {
    ours: rounded(seconds, 2),
    reference: rounded(reference, 2),
    ratio: rounded(seconds / reference, 2),
    unit: `s for ${ORDERS} orders, from sending the file until all are stored; reference: reading its cells alone`,
    rows,
    cells,
    bytes: file.length,
    unpackedBytes,
    uploadSeconds: rounded(uploadSeconds, 2),
    beforeMb: rounded(before, 0),
    growthMb: rounded(growth, 0),
    // What of it was work, however many others were on the machine.
    cpuSeconds: cpu,
    most: { seconds: MOST_SECONDS, growthMb: MOST_GROWTH_MB },
    kept: seconds < MOST_SECONDS && growth < MOST_GROWTH_MB,
  }
}

const CHUNK = 64 * 1024

/** How many cells a sheet has. */
function cellsIn(file: Uint8Array): number {
  let cells = 0
  const unzip = new Unzip((part) => {
    if (!/^xl\/(?:worksheets\/[^/]+|sharedStrings)\.xml$/.test(part.name)) return
    const parser = new SaxesParser({ xmlns: false, position: false })
    parser.on('opentag', ({ name }) => void (cells += name === 'c' ? 1 : 0))
    const decoder = new TextDecoder()
    part.ondata = (failure, bytes, last) => {
      if (failure) throw failure
      parser.write(decoder.decode(bytes, { stream: !last }))
      if (last) parser.close()
    }
    part.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < file.length; at += CHUNK) unzip.push(file.subarray(at, at + CHUNK), false)
  unzip.push(new Uint8Array(), true)
  return cells
}

import { basename } from 'node:path'
import type { SalesPlace } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { Actor, Scopes, WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { FileRefused, openWorkbook, type Workbook } from '../imports/file/index.ts'
import type { Format, Table } from '../imports/formats/format.ts'
import { ownFormat } from '../imports/formats/own.ts'
import { formats } from '../imports/formats/registry.ts'
import { ordersOfFile } from '../imports/orders-of-file.ts'
import { ColumnsUnknown, survey, type Survey, type UnknownColumn } from '../imports/survey.ts'
import type { StoredRowError } from '../imports/tables.ts'
import type { SettlementFormat } from '../settlements/format.ts'
import { settlementFormats } from '../settlements/registry.ts'
import { forgetBeneath } from '../settlements/settlement-changes.ts'
import { settlementsOfFile } from '../settlements/settlements-of-file.ts'
import { takeSettlements } from '../settlements/take-settlements.ts'
import { plain } from '../model/text.ts'
import { tables } from '../tables.ts'
import { forgetBefore } from './import-changes.ts'
import { knownProductsOf, takeBatch, type Counts } from './take-batch.ts'

/** The shop that orders go into. An import is many transactions, so it makes its own scopes. */
export interface ImportInto {
  scopes: Scopes
  workspaceId: string
  actor: Actor
}

export interface ImportNeeds {
  secrets: Pick<Secrets, 'keyedHash'>
}

export interface OrdersFile {
  name: string
  path: string
}

export interface ImportProgress {
  importId: string
  /** Which export it is; null while that is not known. */
  format: string | null
  total: number
  read: number
  /** Of these, what is in the store. */
  taken: number
}

export interface ImportResult extends Counts {
  importId: string
  /** `asking`: nobody knows its columns yet; the file waits for `nameColumns`. */
  state: 'done' | 'failed' | 'stopped' | 'asking'
  format: string | null
  total: number
  read: number
  failedRows: number
  /** The first 200. */
  errors: StoredRowError[]
  /** Why the whole file was refused; nothing of it went in then. */
  problem: Refusal | null
}

/**
 * Orders of one transaction: a kill loses at most these and those that are read meanwhile, and the next try brings them in. The first
 * is soon there to be seen; later ones are larger, as each goes to the store and back a dozen times.
 */
const FIRST_BATCH = 400
const LARGEST_BATCH = 1600
const MOST_ERRORS = 200

/**
 * Takes in a marketplace's order export. The same file again changes nothing, a later export of the same orders brings
 * them up to date, and a run that was cut off is completed by sending the file again.
 */
export async function importOrders(
  into: ImportInto,
  needs: ImportNeeds,
  file: OrdersFile,
  onProgress?: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  const importId = await into.scopes.writing(into.workspaceId, into.actor, (scope) => beginImport(scope, file.name))
  return runImport(into, needs, importId, file, { ...(onProgress && { onProgress }), mayAsk: false })
}

/** Notes that an import has begun, and answers its id; once that is committed, `runImport` does the work. */
export async function beginImport(scope: WriteScope, fileName: string, importId = newId()): Promise<string> {
  const at = scope.clock.now()
  await tables(scope)
    .insertInto('shopImports')
    .values({
      workspaceId: scope.workspaceId,
      importId,
      fileName: plain(basename(fileName))?.slice(0, 200) ?? 'orders.xlsx',
      format: null,
      salesPlace: null,
      state: 'reading',
      startedBy: scope.actor.kind === 'login' ? scope.actor.id : null,
      startedAt: at,
      touchedAt: at,
      finishedAt: null,
      columns: null,
      problem: null,
    })
    .execute()
  await forgetBefore(scope)
  await forgetBeneath(scope)
  await scope.announce({ type: 'OrdersImportProgressed', importId })
  return importId
}

/**
 * Does the work of an import that has begun, from where an earlier run of it broke off; ends with its record `done`,
 * `failed` or `stopped`. Where the store itself is away it throws, and the record stays at `reading`.
 */
export async function runImport(
  into: ImportInto,
  needs: ImportNeeds,
  importId: string,
  file: OrdersFile,
  { onProgress, mayAsk = true }: { onProgress?: (progress: ImportProgress) => void; /** The file stays where it is until its columns are named. */ mayAsk?: boolean } = {},
): Promise<ImportResult> {
  const run = await runSoFar(into, importId)
  try {
    const ended = await takeIn(run, needs, await openWorkbook(file.path), onProgress)
    return await finish(run, ended, null)
  } catch (failure) {
    if (failure instanceof ColumnsUnknown) return mayAsk ? ask(run, failure.columns) : finish(run, 'failed', refuse('shop.import-format-unknown'))
    if (failure instanceof FileRefused) return finish(run, 'failed', failure.refusal)
    await finish(run, 'failed', refuse('shop.import-interrupted')).catch(() => {})
    throw failure
  }
}

/** Nobody said what the columns mean: the import ends without an order. */
export async function endAsking(into: ImportInto, importId: string): Promise<void> {
  await finish(await runSoFar(into, importId), 'failed', refuse('shop.import-format-unknown'))
}

interface Run {
  into: ImportInto
  importId: string
  format: string | null
  salesPlace: SalesPlace | null
  total: number
  read: number
  counts: Counts
  failedRows: number
  errors: StoredRowError[]
}

/** Reading, counts and batches go forward together, in the order of the file: what the record says was read, is in. */
async function runSoFar(into: ImportInto, importId: string): Promise<Run> {
  const { added, changed, unchanged, ...record } = await tables(into.scopes.reading(into.workspaceId))
    .selectFrom('shopImports')
    .select(['format', 'salesPlace', 'total', 'read', 'added', 'changed', 'unchanged', 'failedRows', 'errors'])
    .where('workspaceId', '=', into.workspaceId)
    .where('importId', '=', importId)
    .executeTakeFirstOrThrow()
  return { into, importId, ...record, counts: { added, changed, unchanged } }
}

async function takeIn(run: Run, needs: ImportNeeds, workbook: Workbook, onProgress: ((progress: ImportProgress) => void) | undefined): Promise<'done' | 'stopped'> {
  const tell = () => onProgress?.({ importId: run.importId, format: run.format, total: run.total, read: run.read, taken: run.counts.added + run.counts.changed + run.counts.unchanged })
  tell()
  let stopped = false
  const { currency, zone } = await workspace.shopProfile(run.into.scopes.reading(run.into.workspaceId))
  // Where two would do, the one in the shop's own currency.
  const known = [...formats, ...settlementFormats, ...(await ownFormats(run))].filter(({ onlyIn }) => onlyIn === undefined || onlyIn.includes(currency)).sort((one, other) => Number(other.currency === currency) - Number(one.currency === currency))
  const found = await survey<Format | SettlementFormat>(workbook, { formats: known, currency, zone }, async () => {
    stopped ||= await touch(run)
  })
  if (stopped) return 'stopped'
  const { format, orders } = found
  run.format = format.name
  run.salesPlace = format.salesPlace
  run.total = orders
  if (await touch(run)) return 'stopped'
  tell()
  return isOf<SettlementFormat>(found, 'settles') ? inBatches(run, settlementsIn(run, workbook, found), tell) : inBatches(run, await ordersIn(run, needs, workbook, found as Survey<Format>), tell)
}

const isOf = <F extends Table>(found: Survey, mark: keyof F): found is Survey<F> => mark in found.format

/** What a file holds, one by one, and what brings some of them in. */
interface Contents<One> {
  items: AsyncGenerator<{ order: One } | { error: StoredRowError; uncounted?: true }>
  take(scope: WriteScope, batch: readonly One[]): Promise<Counts>
}

async function ordersIn(run: Run, needs: ImportNeeds, workbook: Workbook, found: Survey<Format>) {
  const known = await knownProductsOf(run.into.scopes.reading(run.into.workspaceId))
  const batchNeeds = { ...needs, known, importId: run.importId, marketplace: found.format.name }
  return contents(ordersOfFile(workbook, found), (scope, batch) => takeBatch(scope, batchNeeds, batch))
}

const settlementsIn = (run: Run, workbook: Workbook, found: Survey<SettlementFormat>) =>
  contents(settlementsOfFile(workbook, found), (scope, batch) => takeSettlements(scope, { importId: run.importId, once: found.format.settles.once }, batch))

const contents = <One>(items: Contents<One>['items'], take: Contents<One>['take']): Contents<One> => ({ items, take })

/** What was read together: orders, and the rows between them that could not be. */
interface Batch<One> {
  orders: One[]
  failed: Failed
}

interface Failed {
  rows: number
  /** Orders whose rows those were; others name no order. */
  orders: number
  errors: StoredRowError[]
}

const noneFailed = (): Failed => ({ rows: 0, orders: 0, errors: [] })

/** One batch is on its way into the store while the next one is read. */
async function inBatches<One>(run: Run, { items, take }: Contents<One>, tell: () => void): Promise<'done' | 'stopped'> {
  let batch: Batch<One> = { orders: [], failed: noneFailed() }
  let writing = Promise.resolve(false)
  let size = FIRST_BATCH
  const put = () => {
    size = Math.min(2 * size, LARGEST_BATCH)
    const { orders, failed } = batch
    batch = { orders: [], failed: noneFailed() }
    writing = write(run, failed, async (scope) => ({ counts: await take(scope, orders), read: orders.length })).then((stop) => {
      tell()
      return stop
    })
    // Thrown to whoever waits for it next.
    writing.catch(() => {})
  }
  let passOver = run.read
  try {
    for await (const item of items) {
      const ofOrder = !('error' in item) || !(item.uncounted || item.error.code === 'shop.row-without-order')
      if (passOver > 0) {
        if (ofOrder) passOver--
      } else if ('error' in item) {
        const { failed } = batch
        failed.rows++
        if (ofOrder) failed.orders++
        if (failed.errors.length < MOST_ERRORS) failed.errors.push(item.error)
      } else if (batch.orders.push(item.order) === size) {
        if (await writing) return 'stopped'
        put()
      }
    }
    if ((await writing) && batch.orders.length + batch.failed.orders > 0) return 'stopped'
    put()
    return (await writing) && run.read < run.total ? 'stopped' : 'done'
  } finally {
    // However it ends, nothing is on its way into the store after it.
    await writing.catch(() => {})
  }
}

/** One transaction of the import: its orders and its record go forward together. Answers whether someone asked to stop. */
async function write(run: Run, failed: Failed, work: (scope: WriteScope) => Promise<{ counts: Counts; read: number }>): Promise<boolean> {
  const { into, importId } = run
  const failedRows = run.failedRows + failed.rows
  const errors = [...run.errors, ...failed.errors].slice(0, MOST_ERRORS)
  const written = await into.scopes.writing(into.workspaceId, into.actor, async (scope) => {
    const { counts, read } = await work(scope)
    const after = {
      added: run.counts.added + counts.added,
      changed: run.counts.changed + counts.changed,
      unchanged: run.counts.unchanged + counts.unchanged,
    }
    const record = await tables(scope)
      .updateTable('shopImports')
      .set({
        touchedAt: scope.clock.now(),
        format: run.format,
        salesPlace: run.salesPlace,
        total: run.total,
        read: run.read + failed.orders + read,
        ...after,
        failedRows,
        errors: JSON.stringify(errors) as never,
      })
      .where('workspaceId', '=', scope.workspaceId)
      .where('importId', '=', importId)
      .returning('stopAsked')
      .executeTakeFirstOrThrow()
    await scope.announce({ type: 'OrdersImportProgressed', importId })
    return { after, read, stop: record.stopAsked }
  })
  // Only now: what was rolled back was not counted either.
  run.counts = written.after
  run.read += failed.orders + written.read
  run.failedRows = failedRows
  run.errors = errors
  return written.stop
}

const touch = (run: Run): Promise<boolean> => write(run, noneFailed(), async () => ({ counts: { added: 0, changed: 0, unchanged: 0 }, read: 0 }))

const ownFormats = async ({ into }: Run): Promise<Format[]> => {
  const named = await tables(into.scopes.reading(into.workspaceId)).selectFrom('shopImportColumns').select(['columns', 'salesPlace']).where('workspaceId', '=', into.workspaceId).execute()
  return named.map(ownFormat)
}

/** Nobody knows its columns: the file waits, and the screen asks. */
async function ask(run: Run, columns: readonly UnknownColumn[]): Promise<ImportResult> {
  const { into, importId, counts, format, total, read, failedRows, errors } = run
  await into.scopes.writing(into.workspaceId, into.actor, async (scope) => {
    await tables(scope)
      .updateTable('shopImports')
      .set({ state: 'asking', touchedAt: scope.clock.now(), columns: JSON.stringify(columns) as never })
      .where('workspaceId', '=', scope.workspaceId)
      .where('importId', '=', importId)
      .execute()
    await scope.announce({ type: 'OrdersImportProgressed', importId })
  })
  return { importId, state: 'asking', format, total, read, ...counts, failedRows, errors, problem: null }
}

function finish(run: Run, state: ImportResult['state'], problem: Refusal | null): Promise<ImportResult> {
  const { into, importId, counts } = run
  return into.scopes.writing(into.workspaceId, into.actor, async (scope) => {
    const at = scope.clock.now()
    await tables(scope)
      .updateTable('shopImports')
      .set({
        state,
        touchedAt: at,
        finishedAt: at,
        columns: null,
        format: run.format,
        salesPlace: run.salesPlace,
        total: run.total,
        read: run.read,
        ...counts,
        failedRows: run.failedRows,
        errors: JSON.stringify(run.errors) as never,
        problem: problem && (JSON.stringify({ code: problem.refused, values: problem.values }) as never),
      })
      .where('workspaceId', '=', scope.workspaceId)
      .where('importId', '=', importId)
      .execute()
    await scope.announce({ type: 'OrdersImported', importId, added: counts.added, changed: counts.changed })
    const { format, total, read, failedRows, errors } = run
    return { importId, state, format, total, read, ...counts, failedRows, errors, problem }
  })
}

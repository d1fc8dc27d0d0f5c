import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { MakeVoucher, Voucher } from '#contract/vouchers.ts'
import { queries as links } from '#modules/links'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { vouchers } from '../queries/vouchers.ts'
import { tables } from '../tables.ts'

interface Span {
  from: string
  /** Null: without an end. */
  to: string | null
}

/**
 * Makes a voucher. Refuses a code that another voucher has on any of these days, or that a chat of a link begins with: an order
 * that names it could not be told apart. Orders that are noted already stay as they are.
 */
export async function makeVoucher(scope: WriteScope, { code, channel, gives, from, to }: MakeVoucher): Promise<Voucher | Refusal<'shop.voucher-code-taken'>> {
  await lockVouchers(scope)
  if ((await standing(scope, code, { from, to })).length > 0 || (await links.codeMeaning(scope, code, scope.clock.now()))) return refuse('shop.voucher-code-taken', { where: 'code', values: { code } })
  const id = await keep(scope, { code, channel, gives, from, to })
  return (await vouchers(scope)).find((voucher) => voucher.id === id)!
}

/**
 * A voucher that somebody else decided on, an experiment: one with this code and channel that stands is taken up, and holds on all
 * its days; else it is made. Done twice it changes nothing; where the code is another channel's by now, neither.
 */
export async function takeUpVoucher(scope: WriteScope, { code, channel, from, to }: { code: string; channel: Channel; from: string; to: string }): Promise<void> {
  await lockVouchers(scope)
  const known = await standing(scope, code, { from, to })
  if (known.length === 0) await keep(scope, { code, channel, gives: '', from, to })
  const [one] = known
  if (known.length !== 1 || one!.channel !== channel) return
  await tables(scope)
    .updateTable('shopVouchers')
    .set({ fromDay: one!.fromDay < from ? one!.fromDay : from, toDay: one!.toDay === null || one!.toDay > to ? one!.toDay : to })
    .where('workspaceId', '=', scope.workspaceId)
    .where('voucherId', '=', one!.voucherId)
    .execute()
  await scope.announce({ type: 'VouchersChanged', voucherId: one!.voucherId })
}

/** Ends a voucher at once. Closed already, it changes nothing. */
export async function closeVoucher(scope: WriteScope, id: string): Promise<undefined | Refusal<'shop.voucher-unknown'>> {
  const row = await voucherById(scope, id)
  if (!row) return refuse('shop.voucher-unknown', { where: 'id' })
  if (row.closedAt === null) await setClosed(scope, id, scope.clock.now())
}

/** Takes the closing back, as if it had never been. */
export async function reopenVoucher(scope: WriteScope, id: string): Promise<undefined | Refusal<'shop.voucher-unknown' | 'shop.voucher-code-taken'>> {
  await lockVouchers(scope)
  const row = await voucherById(scope, id)
  if (!row) return refuse('shop.voucher-unknown', { where: 'id' })
  if (row.closedAt === null) return
  if ((await standing(scope, row.code, { from: row.fromDay, to: row.toDay })).length > 0) return refuse('shop.voucher-code-taken', { where: 'code', values: { code: row.code } })
  await setClosed(scope, id, null)
}

/** Two phones that give out the same code at the same time: the second one finds the first one's. */
async function lockVouchers(scope: WriteScope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`vouchers ${scope.workspaceId}`}, 0))`.execute(scope.db)
}

/** The vouchers with this code that share a day with the span and were not closed. */
const standing = (scope: WriteScope, code: string, { from, to }: Span) =>
  tables(scope)
    .selectFrom('shopVouchers')
    .select(['voucherId', 'channel', 'fromDay', 'toDay'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('code', '=', code)
    .where('closedAt', 'is', null)
    .where(({ or, eb }) => or([eb('toDay', 'is', null), eb('toDay', '>=', from)]))
    .$if(to !== null, (query) => query.where('fromDay', '<=', to!))
    .execute()

const voucherById = (scope: WriteScope, id: string) =>
  tables(scope).selectFrom('shopVouchers').selectAll().where('workspaceId', '=', scope.workspaceId).where('voucherId', '=', id).executeTakeFirst()

async function keep(scope: WriteScope, { code, channel, gives, from, to }: MakeVoucher): Promise<string> {
  const madeAt = scope.clock.now()
  const voucherId = newId(madeAt.getTime())
  await tables(scope)
    .insertInto('shopVouchers')
    .values({ workspaceId: scope.workspaceId, voucherId, code, channel, gives, fromDay: from, toDay: to, madeAt, closedAt: null })
    .execute()
  await scope.announce({ type: 'VouchersChanged', voucherId })
  return voucherId
}

async function setClosed(scope: WriteScope, voucherId: string, closedAt: Date | null): Promise<void> {
  await tables(scope).updateTable('shopVouchers').set({ closedAt }).where('workspaceId', '=', scope.workspaceId).where('voucherId', '=', voucherId).execute()
  await scope.announce({ type: 'VouchersChanged', voucherId })
}

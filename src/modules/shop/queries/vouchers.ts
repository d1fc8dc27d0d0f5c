import type { Voucher } from '#contract/vouchers.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { KnownVoucher } from '../model/voucher.ts'
import { tables } from '../tables.ts'

/** The shop's vouchers, those that hold first, then those that will; of each the newest first. */
export async function vouchers(scope: ReadScope): Promise<Voucher[]> {
  const { zone } = await workspace.shopProfile(scope)
  const rows = await rowsOf(scope)
  const today = dayIn(zone, scope.clock.now())
  const stateOf = ({ fromDay, toDay, closedAt }: VoucherRow) =>
    closedAt !== null ? 'closed' : today < fromDay ? 'ahead' : toDay !== null && today > toDay ? 'over' : 'living'
  const shown = rows.reverse().map((row): Voucher => ({
    id: row.voucherId,
    code: row.code,
    channel: row.channel,
    gives: row.gives,
    from: row.fromDay,
    to: row.toDay,
    state: stateOf(row),
  }))
  const rank = ({ state }: Voucher) => (state === 'living' ? 0 : state === 'ahead' ? 1 : 2)
  return shown.sort((one, other) => rank(one) - rank(other))
}

/** As orders know them, the first made first. */
export async function knownVouchers(scope: ReadScope): Promise<KnownVoucher[]> {
  const rows = await rowsOf(scope)
  if (rows.length === 0) return []
  const { zone } = await workspace.shopProfile(scope)
  return rows.map(({ code, channel, fromDay, toDay, closedAt }) => {
    const end = toDay === null ? null : startOfDay(zone, addDays(toDay, 1))
    return { code, channel, from: startOfDay(zone, fromDay), until: closedAt !== null && (end === null || closedAt < end) ? closedAt : end }
  })
}

const rowsOf = (scope: ReadScope) => tables(scope).selectFrom('shopVouchers').selectAll().where('workspaceId', '=', scope.workspaceId).orderBy('madeAt').orderBy('voucherId').execute()
type VoucherRow = Awaited<ReturnType<typeof rowsOf>>[number]

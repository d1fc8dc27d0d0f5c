import type { Kysely } from 'kysely'
import type { ShopTables } from '../tables.ts'

const DAY = 86_400_000
/** Hashes that tell a flood and a second press from another buyer. */
const HASHES_KEPT_MS = DAY
/** Where nobody answered, and where the answer was no. */
const UNANSWERED_KEPT_MS = 30 * DAY
const DECLINED_KEPT_MS = 14 * DAY
/** Where to bring it, and what was asked for, of what was confirmed; name and number are the person's by then. */
const CONFIRMED_KEPT_MS = 90 * DAY

/** Takes away who sent what, once nobody has use of it. Of every shop: asked by a job. */
export async function forgetFormOrders(db: Kysely<{}>, now: Date): Promise<void> {
  const of = db as unknown as Kysely<ShopTables>
  const before = (ms: number) => new Date(now.getTime() - ms)
  await of.updateTable('shopFormOrders').set({ likeness: null, sender: null }).where('madeAt', '<', before(HASHES_KEPT_MS)).where('likeness', 'is not', null).execute()
  await of
    .updateTable('shopFormOrders')
    .set({ buyerName: null, phone: null, address: null, note: null })
    .where(({ or, eb }) => or([eb('buyerName', 'is not', null), eb('phone', 'is not', null), eb('address', 'is not', null), eb('note', 'is not', null)]))
    .where(({ or, and, eb }) =>
      or([
        eb('confirmedAt', '<', before(CONFIRMED_KEPT_MS)),
        eb('declinedAt', '<', before(DECLINED_KEPT_MS)),
        and([eb('confirmedAt', 'is', null), eb('declinedAt', 'is', null), eb('madeAt', '<', before(UNANSWERED_KEPT_MS))]),
      ]),
    )
    .execute()
}

import { sql, type Selectable } from 'kysely'
import type { FoundUs } from '#contract/shop.ts'
import type { Language } from '#contract/values.ts'
import { networkOf } from '#modules/analytics'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import type { Evidence } from '../from-page.ts'
import { foundUsColumns } from '../model/found-us.ts'
import type { FilledIn } from '../order-form/read-form.ts'
import { tables, type ShopTables } from '../tables.ts'
import { touchColumns } from '../touch.ts'
import { makeCode } from './buy-buttons.ts'

export type FormOrderRow = Selectable<ShopTables['shopFormOrders']>

export interface NewFormOrder extends Evidence {
  token: string
  language: Language
  filled: FilledIn
  foundUs: Exclude<FoundUs, { answer: 'missing' }>
  /** Where it was sent from. */
  ip: string
}

/** In an hour, by one shop's form: more than a small shop could hand over. */
const MOST_AN_HOUR = 200
/** In an hour, from one address: many phones of one network have one. */
export const MOST_FROM_ONE = 20
const HOUR = 3_600_000
/** The same order by a form that was opened anew (back, reload) is the same for so long. */
const SAME_FOR_MS = 10 * 60_000
const REFERENCE_LENGTH = 6

/**
 * Keeps what was sent; it is no order yet. `again`: this form was sent before, or just the same by another. `other`: this form was sent
 * before with something else in it, which is not kept. `too-many`: more than anybody could mean.
 */
export async function takeFormOrder(
  scope: WriteScope,
  { secrets }: { secrets: Pick<Secrets, 'seal' | 'keyedHash'> },
  wish: NewFormOrder,
): Promise<{ row: FormOrderRow; is: 'new' | 'again' | 'other' } | 'too-many'> {
  const db = tables(scope)
  const now = scope.clock.now()
  // One at a time for a shop: of two presses at one moment the second finds what the first has stored.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`order form ${scope.workspaceId}`}, 0))`.execute(scope.db)
  const { filled } = wish
  const sender = secrets.keyedHash(`${scope.workspaceId} from ${networkOf(wish.ip)}`)
  const likeness = secrets.keyedHash(likenessOf(scope, wish))
  const ofShop = db.selectFrom('shopFormOrders').selectAll().where('workspaceId', '=', scope.workspaceId)
  const earlier = await ofShop.where('token', '=', wish.token).executeTakeFirst()
  // Of an old one nobody knows any more what was in it: whoever sends it again is told that it was sent.
  if (earlier) return { row: earlier, is: earlier.likeness === likeness ? 'again' : 'other' }
  const same = await ofShop
    .where('likeness', '=', likeness)
    .where('madeAt', '>', new Date(now.getTime() - SAME_FOR_MS))
    .orderBy('madeAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (same) return { row: same, is: 'again' }
  if (await tooMany(scope, sender, new Date(now.getTime() - HOUR))) return 'too-many'

  const sealed = (text: string | null) => (text === null ? null : secrets.seal(text))
  const made = await db
    .insertInto('shopFormOrders')
    .values({
      workspaceId: scope.workspaceId,
      formOrderId: newId(now.getTime()),
      token: wish.token,
      reference: makeCode(REFERENCE_LENGTH).toUpperCase(),
      likeness,
      sender,
      language: wish.language,
      lines: JSON.stringify(filled.lines) as never,
      amount: filled.sum.goods,
      delivery: filled.delivery,
      deliveryFee: filled.deliveryFee,
      buyerName: filled.name,
      phone: sealed(filled.phone),
      address: sealed(filled.address),
      note: sealed(filled.note),
      ...(foundUsColumns(wish.foundUs) as Pick<FormOrderRow, 'foundUs' | 'said' | 'saidDetail'>),
      code: wish.code,
      chatCode: wish.chatCode,
      ...touchColumns(wish.tracked),
      madeAt: now,
    })
    // Another shop's form bore this mark, however unlikely.
    .onConflict((conflict) => conflict.column('token').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!made) return 'too-many'
  await scope.announce({ type: 'FormOrderSent', formOrderId: made.formOrderId })
  return { row: made, is: 'new' }
}

/** Of who gave no number, where it came from tells one Siti from another. */
function likenessOf({ workspaceId }: WriteScope, { filled, ip }: NewFormOrder): string {
  const { lines, name, phone, delivery, address, note } = filled
  return JSON.stringify([workspaceId, lines.map(({ product, quantity }) => [product, quantity]), name, phone ?? ip, delivery, address, note])
}

async function tooMany(scope: WriteScope, sender: string, since: Date): Promise<boolean> {
  const { all, own } = await tables(scope)
    .selectFrom('shopFormOrders')
    .select(({ fn }) => [fn.countAll<number>().as('all'), fn.countAll<number>().filterWhere('sender', '=', sender).as('own')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('madeAt', '>', since)
    .executeTakeFirstOrThrow()
  return Number(all) >= MOST_AN_HOUR || Number(own) >= MOST_FROM_ONE
}

import { z } from 'zod'
import { SalesPlace } from './channels.ts'
import { route } from './route.ts'
import { AmountPaid, Day, ShopParams } from './values.ts'

/** Of a hundred, to two decimals. */
const Percent = z.number().min(0).max(100)
/** What stays of an order's amount after goods and packing, before fees; null: nothing said. */
const keeps = Percent.nullable()
/** What the sales place keeps of an order whose file names no fees: a share of its amount, and so much besides; null: nothing said. */
const fee = z.object({ percent: Percent, fixed: AmountPaid }).nullable()

/** What the owner said of orders whose own costs or fees are not known. */
const UsualMargin = z.object({
  /** Null: every place without a word of its own. */
  salesPlace: SalesPlace.nullable(),
  /** Until the place's next word; null: since ever. */
  from: Day.nullable(),
  keeps,
  fee,
})
export type UsualMargin = z.infer<typeof UsualMargin>

const path = '/api/shops/:shop/orders/usual-margins'

export const usualMarginsRoutes = {
  usualMargins: route({
    method: 'GET',
    path,
    who: 'member',
    summary: 'What usually stays of an order, the newest word first.',
    params: ShopParams,
    answer: z.array(UsualMargin),
  }),
  sayUsualMargin: route({
    method: 'PUT',
    path,
    who: 'owner',
    summary: 'Says what usually stays of an order from a day on; with neither share nor fee the word of that day is taken back.',
    params: ShopParams,
    body: UsualMargin,
    answer: z.array(UsualMargin),
  }),
}

import { z } from 'zod'
import { PaybackRows, ProfitLine, rowFigures } from './payback.ts'
import { route } from './route.ts'
import { Month, PageQuery, ShopParams } from './values.ts'

/** By what a month is told beside its channels: the same rows, parted otherwise. */
export const cuts = ['campaign', 'post', 'placement', 'person'] as const
export const Cut = z.enum(cuts)
export type Cut = z.infer<typeof Cut>

/** How many months are told together, the last of them named; `all`: since the beginning, with the opening balance. */
export const spans = ['1', '3', '12', 'all'] as const
const Months = z.enum(spans)
export type MonthsTold = z.infer<typeof Months>

export const CutLine = ProfitLine.extend({
  /** Null: what belongs to none. */
  key: z.string().nullable(),
  /** The campaign, the placement or the person by name, the post by its words; null where it is there no more. */
  name: z.string().nullable(),
})
export type CutLine = z.infer<typeof CutLine>

export const PaybackLines = z.object({
  month: Month,
  /** The first of the months that are told together. */
  from: Month,
  cut: Cut,
  /** The best earner first. With `none` they sum to `total`. */
  lines: z.array(CutLine),
  none: CutLine,
  total: ProfitLine,
})
export type PaybackLines = z.infer<typeof PaybackLines>

const params = ShopParams.extend({ month: Month, cut: Cut })
const path = '/api/shops/:shop/payback/month/:month/by/:cut'

export const paybackLinesRoutes = {
  paybackLines: route({
    method: 'GET',
    path,
    who: 'member',
    summary: 'A month, or some together, by campaign, post, placement or person: the same rows and sums as by channel.',
    params,
    query: z.object({ months: Months.default('1') }),
    answer: PaybackLines,
  }),
  paybackLineRows: route({
    method: 'GET',
    path: `${path}/rows`,
    who: 'member',
    summary: 'The rows behind a figure of one of these lines; without a key, of what belongs to none.',
    params,
    query: PageQuery.extend({ months: Months.default('1'), key: z.string().max(200).optional(), figure: z.enum(rowFigures).exclude(['corrected-later']) }),
    answer: PaybackRows,
  }),
}

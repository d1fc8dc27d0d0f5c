import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Amount, Month, ShopParams } from './values.ts'

/** Dropping a channel; halving its time; moving ten minutes of each weekday to another. */
export const whatIfs = ['drop', 'halve', 'move'] as const
export const WhatIfKind = z.enum(whatIfs)
export type WhatIfKind = z.infer<typeof WhatIfKind>

/** Why nothing can be guessed. The sentences stand in `what-if:thin.<code>`. */
export const thinCodes = ['few-months', 'few-minutes', 'few-orders', 'unknown', 'same-channel'] as const

export const WhatIf = z.object({
  /** The whole months that it is guessed from; null while there is none. */
  from: Month.nullable(),
  to: Month.nullable(),
  /** Channels that time went into in those months, the most first. */
  channels: z.array(Channel),
  /** What a month would differ by, with its 90% interval; null where it is refused or nothing was asked. */
  guess: z
    .object({
      change: Amount,
      low: Amount,
      high: Amount,
      /** The share of draws in which a month comes out better. */
      chance: z.number(),
      verdict: z.enum(['better', 'worse', 'unsure']),
      /** What the change is made of, a month: margin of orders, hours and costs. They sum to it. */
      margin: Amount,
      hours: Amount,
      costs: Amount,
      minutes: z.int(),
    })
    .nullable(),
  thin: z.object({ code: z.enum(thinCodes), channel: Channel.nullable(), count: z.int(), needed: z.int() }).nullable(),
})
export type WhatIf = z.infer<typeof WhatIf>

export const whatIfRoutes = {
  whatIf: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/what-if',
    who: 'member',
    summary: 'A guess: what a month would differ by if a channel were dropped, its time halved, or ten minutes a day moved.',
    params: ShopParams,
    query: z.object({ kind: WhatIfKind.optional(), channel: Channel.optional(), to: Channel.optional() }),
    answer: WhatIf,
  }),
}

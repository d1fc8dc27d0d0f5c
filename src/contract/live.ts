import { z } from 'zod'
import { route } from './route.ts'
import { ShopParams } from './values.ts'

export const liveRoutes = {
  live: route({
    method: 'GET',
    path: '/api/shops/:shop/live',
    who: 'member',
    summary: 'What happens in the shop, as server-sent events: `{"type":"OrderNoted"}`, never the thing itself.',
    params: ShopParams,
    answer: z.void(),
  }),
}

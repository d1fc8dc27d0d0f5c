import { ordersForPayback } from './queries/orders-for-payback.ts'
import { ordersToComplete } from './queries/orders-to-complete.ts'
import { peopleToThank } from './queries/people-to-thank.ts'

export const queries = { ordersForPayback, ordersToComplete, peopleToThank }

export { shopErrors } from './errors.ts'
export type { ShopEvent } from './events.ts'
export type { OrderForPayback } from './queries/orders-for-payback.ts'
export type { OrderToComplete } from './queries/orders-to-complete.ts'
export type { PersonToThank } from './queries/people-to-thank.ts'

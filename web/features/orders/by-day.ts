import type { Order } from '#contract/shop.ts'
import { today as dayAt } from '$i18n/format.svelte'

/** Orders under the day of the shop that they were placed on, in the order they come. */
export function byDay(orders: readonly Order[]): [string, Order[]][] {
  const days = new Map<string, Order[]>()
  for (const order of orders) {
    const day = dayAt(new Date(order.orderedAt))
    days.set(day, [...(days.get(day) ?? []), order])
  }
  return [...days]
}

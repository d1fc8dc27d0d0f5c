import type { Language } from '#contract/values.ts'
import type { ShopProfile } from '#contract/workspace.ts'

/** The language in which a shop speaks to its customers: its country's. */
export const languageOfShop = (shop: Pick<ShopProfile, 'country'>): Language => (shop.country === 'MY' ? 'ms' : 'id')

import type { WebshopKind } from '#contract/webshops.ts'
import type { WebshopAdapter } from './adapter.ts'
import { shopify } from './shopify/shopify.ts'
import { woocommerce } from './woocommerce/woocommerce.ts'

/** Every kind of web shop that calls when an order changes: a line a kind. */
export const webshopAdapters: Record<WebshopKind, WebshopAdapter> = { woocommerce, shopify }

import type { Format } from './format.ts'
import { lazada } from './lazada.ts'
import { shopeeId } from './shopee-id.ts'
import { shopeeMy } from './shopee-my.ts'
import { shopify } from './shopify.ts'
import { tiktokTokopedia } from './tiktok-tokopedia.ts'
import { tokopediaLegacy } from './tokopedia-legacy.ts'
import { woocommerce } from './woocommerce.ts'

/** Every export that Kicau reads: a line a format. */
export const formats: readonly Format[] = [shopeeId, shopeeMy, tiktokTokopedia, tokopediaLegacy, lazada, woocommerce, shopify]

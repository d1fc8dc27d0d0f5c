import type { Format } from './format.ts'
import { shopeeId } from './shopee-id.ts'
import { shopeeMy } from './shopee-my.ts'
import { tiktokTokopedia } from './tiktok-tokopedia.ts'
import { tokopediaLegacy } from './tokopedia-legacy.ts'

/** Every export that Kicau reads: a line a format. */
export const formats: readonly Format[] = [shopeeId, shopeeMy, tiktokTokopedia, tokopediaLegacy]

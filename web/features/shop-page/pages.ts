import type { PublicShopPage } from '#contract/shop-page.ts'

declare global {
  interface KicauPages {
    /** The public page of a shop; null where there is none. `k`: the code of the link the visitor came by. */
    shopPage(slug: string, k: string | null): Promise<PublicShopPage | null>
  }
}

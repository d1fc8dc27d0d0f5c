import type { Generated } from 'kysely'
import type { Webshop, WebshopKind } from '#contract/webshops.ts'

/** Web shops that tell of their orders. */
export interface WebshopTables {
  shopWebshops: {
    workspaceId: string
    webshopId: string
    kind: WebshopKind
    secret: string
    addedAt: Date
    heardAt: Date | null
    orders: Generated<number>
    problem: Webshop['problem']
  }
}

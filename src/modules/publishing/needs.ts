import type { Networks } from '#modules/networks'
import type { LinksNeeds } from '#modules/links'

/** What writing and scheduling need beyond a scope: the networks, and where others reach us (for links). */
export interface WritingNeeds extends LinksNeeds {
  networks: Networks
}

import type { Channel } from '#contract/channels.ts'
import type { Money } from '#contract/values.ts'

/** Where others reach this Kicau: asked anew each time, since it is found out and may change while we run. */
export interface PublicAddress {
  /** `https://toko.example`, without a slash at its end; null where none is set. */
  url: string | null
  /** Whether a fetch through it came back to us. */
  reachable: boolean
}

/** What links needs beyond a scope, handed in by compose. */
export interface LinksNeeds {
  publicAddress(): PublicAddress
  /** `https://toko.id`, where a shop has a domain of its own that leads here; null or left out: none has. */
  ownDomain?(workspaceId: string): string | null
  /** Other names that lead to this Kicau, beside that of its public address. */
  otherHosts?: ReadonlySet<string>
}

/** Kicau's own address; null where nobody outside could open it. */
export function openAddress(needs: LinksNeeds): string | null {
  const { url, reachable } = needs.publicAddress()
  return reachable ? url : null
}

/** A buy button, as a shop's page shows it; handed in, since what sells stands above links. */
export interface BuyButtonShown {
  code: string
  name: string
  /** Null: the buyer says how much. */
  price: number | null
  currency: Money
}

/** A post that went out, as a shop's page shows it; handed in, since what publishes stands above links. */
export interface NewestPost {
  text: string
  channel: Channel
  /** Where it stands on its network. */
  address: string
  publishedAt: Date
}

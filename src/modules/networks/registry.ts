import type { Way } from '#contract/networks.ts'
import type { Adapter } from './adapter.ts'
import { bluesky } from './adapters/bluesky/index.ts'
import { handOver } from './adapters/handover/index.ts'

/** Every network Kicau knows, a line each, in the order screens show them. */
export const adapters: readonly Adapter[] = [
  handOver('whatsapp-status'),
  handOver('instagram'),
  handOver('facebook'),
  handOver('tiktok'),
  bluesky,
  handOver('threads'),
  handOver('x'),
  handOver('telegram'),
  handOver('mastodon'),
  handOver('youtube'),
  handOver('line'),
  handOver('blog'),
]

export type Registry = readonly Adapter[]

export const adapterOf = (registry: Registry, network: string, way: Way): Adapter | undefined =>
  registry.find(({ manifest }) => manifest.network === network && manifest.way === way)

/** A network by its own name; its id where it is no longer known. */
export const networkName = (network: string): string => adapters.find(({ manifest }) => manifest.network === network)?.manifest.name ?? network

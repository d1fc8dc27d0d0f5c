import type { DemoShop, ShopProfile } from '#contract/workspace.ts'
import { installKuihKakRos } from './kuih-kak-ros/install.ts'
import type { DemoNeeds, DemoOpener } from './laying-down.ts'
import { installSambalBuTini } from './sambal-bu-tini/install.ts'

/** Lays a demo shop down as it is at `now`, with the opener as its owner. */
export const installDemo: Record<DemoShop, (needs: DemoNeeds, opener: DemoOpener, now: Date) => Promise<ShopProfile>> = {
  'sambal-bu-tini': installSambalBuTini,
  'kuih-kak-ros': installKuihKakRos,
}

export type { DemoNeeds, DemoOpener } from './laying-down.ts'

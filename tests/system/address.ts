import type { RouteDefinition } from '#contract/route.ts'
import { newId } from '#platform/ids'

// One of each kind of word that an address may hold; an id of nothing for all others.
const words: Record<string, string> = { month: '2026-10', channel: 'instagram', kind: 'week', format: 'csv', code: 'k7', figure: 'orders', cut: 'person', dimension: 'channel', measure: 'new-buyers' }

/** A route's address in a shop, such that only what it names may be missing. */
export const addressOf = ({ path }: RouteDefinition, shop: string): string =>
  path.replace(/:(\w+)/g, (_, name: string) => (name === 'shop' ? shop : (words[name] ?? newId())))

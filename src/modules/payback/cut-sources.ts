import type { Cut } from '#contract/payback-lines.ts'
import { queries as effort, type EntryAbout } from '#modules/effort'
import { queries as links } from '#modules/links'
import { queries as publishing } from '#modules/publishing'
import { queries as shop } from '#modules/shop'
import type { ReadScope } from '#platform/scope'
import type { Ledger } from './model/ledger.ts'
import { cellsTold, type Keys, type Told } from './model/lines.ts'
import { keyOfName } from './model/names.ts'

// What tells to which campaign, post, placement and person the rows of a month belong. Asked for only when somebody
// wants to see it: Payback's own screen pays for none of it.

export async function keysOf(scope: ReadScope, ledger: Ledger, { told, cut }: { told: Told; cut: Cut }): Promise<Keys> {
  const cells = cellsTold(ledger, told)
  const corrected = cells.flatMap(({ corrections }) => corrections)
  const ids = (rows: readonly { id: string }[], kind: 'order' | 'hours' | 'cost') => [...new Set([...rows.map(({ id }) => id), ...corrected.filter((one) => one.kind === kind).map(({ sourceId }) => sourceId)])]
  const costs = cells.flatMap((cell) => cell.costs)
  const [traces, campaigns, abouts] = await Promise.all([
    shop.tracesOfOrders(scope, ids([...cells.flatMap(({ orders }) => orders), ...costs.filter(({ order }) => order)], 'order')),
    cut === 'campaign' ? effort.campaignsOfCosts(scope, ids(costs, 'cost')) : [],
    effort.aboutOfEntries(scope, ids(cells.flatMap(({ minutes }) => minutes), 'hours')),
  ])
  const keysAbout = (kind: EntryAbout['kind']) => [...new Set(abouts.filter((about) => about.kind === kind).map(({ key }) => key))]
  const [origins, posts, campaignOfPost, placements] = await Promise.all([
    cut === 'campaign' || cut === 'placement' ? links.originsOfLinks(scope, [...new Set(traces.flatMap(({ linkId }) => linkId ?? []))]) : [],
    cut === 'post' ? publishing.postTexts(scope, [...new Set([...traces.flatMap(({ postId }) => postId ?? []), ...keysAbout('post')])]) : [],
    cut === 'campaign' ? links.campaignsOfPosts(scope, keysAbout('post')) : new Map<string, string>(),
    cut === 'placement' ? links.placementNames(scope, keysAbout('placement')) : [],
  ])
  const [trace, origin] = [new Map(traces.map((one) => [one.id, one])), new Map(origins.map((one) => [one.linkId, one]))]
  const campaignOf = new Map(campaigns.map(({ costId, campaign }) => [costId, campaign]))

  const names = new Map<string, string>(posts.map(({ postId, text }) => [postId, text]))
  const byName = (name: string | null | undefined): string | null => {
    const key = name ? keyOfName(name) : ''
    if (key === '') return null
    if (!names.has(key)) names.set(key, name!.trim().replace(/\s+/g, ' '))
    return key
  }
  // What was given to somebody, and an ad manager, spell a name with more care than a buyer's word or an address.
  for (const { campaign } of campaigns) byName(campaign)
  if (cut === 'person') for (const { reward } of costs) byName(reward?.person)
  const placed = ({ id, name }: { id: string; name: string }) => {
    names.set(id, name)
    return id
  }
  for (const placement of placements) placed(placement)
  /** What somebody said it was for; of a post, what the post is of. */
  const keyOfAbout = ({ kind, key }: EntryAbout): string | null => {
    if (kind === cut) return kind === 'campaign' || kind === 'person' ? byName(key) : key
    return kind === 'post' && cut === 'campaign' ? byName(campaignOfPost.get(key)) : null
  }
  const minutesOf = Map.groupBy(
    abouts.flatMap((about) => {
      const key = keyOfAbout(about)
      return key === null ? [] : [{ entryId: about.entryId, key, share: about.share }]
    }),
    ({ entryId }) => entryId,
  )
  return {
    ofMinutes: (id) => minutesOf.get(id) ?? [],
    ofOrder: (id, won) => {
      const own = trace.get(id)
      const told = won && own ? trace.get(own.wonBy) : own
      if (!told) return null
      const from = told.linkId === null ? undefined : origin.get(told.linkId)
      switch (cut) {
        case 'campaign':
          return byName(from?.campaign)
        case 'post':
          return told.postId
        case 'placement':
          return from?.placement ? placed(from.placement) : null
        case 'person':
          // Who sold it is known; who told of the shop is remembered.
          return byName(told.creator ?? told.who)
      }
    },
    ofCost: ({ id, reward }) => (cut === 'campaign' ? byName(campaignOf.get(id)) : cut === 'person' ? byName(reward?.person) : null),
    nameOf: (key) => names.get(key) ?? null,
  }
}

import type { Link } from '#contract/links.ts'
import type { Channel } from '#contract/channels.ts'
import type { VisitDimension } from '#contract/visit-filters.ts'
import { ask } from '$api/ask'
import { t } from '$i18n/words.svelte'
import { firstWords } from '$ui/first-words'
import { channelName, daysBack, valueName } from './visit-words'

export type NameOf = (dimension: VisitDimension, value: string) => string

/** How many days before its visits a post may have gone out. */
const POSTED_BEFORE = 90

/** Names for whatever visits are counted by: of a link what its owner knows it by, of a post its first words. */
export function askNames(days: () => { from: string; to: string }): NameOf {
  const links = ask('GET /api/shops/:shop/links', { about: 'links', with: () => ({ query: { limit: 200 } }) })
  const written = ask('GET /api/shops/:shop/posts', {
    about: 'publishing',
    with: () => ({ query: { from: daysBack(days().from, POSTED_BEFORE), to: days().to } }),
  })
  const texts = $derived(Object.fromEntries((written.data ?? []).map(({ id, text }) => [id, firstWords(text, 60)])))
  const nameOfLink = (link: Link): string => {
    const words = link.postId && texts[link.postId]
    return link.placement?.name ?? link.name ?? `${channelName(link.channel)} · ${words ? words : link.code}`
  }
  const names = $derived(Object.fromEntries((links.data?.items ?? []).map((link) => [link.id, nameOfLink(link)])))
  const placements = $derived(Object.fromEntries((links.data?.items ?? []).flatMap(({ placement }) => (placement ? [[placement.id, placement.name]] : []))))
  const sites = ask('GET /api/shops/:shop/visits/sites', { about: 'sites' })
  const nameOfOwnSite = (value: string): string => {
    const [id, channel] = value.split(' ')
    const known = sites.data?.find((site) => site.id === id)
    return t('analytics:values.ownSite', { site: known ? (known.host ?? t('analytics:sites.page')) : t('analytics:values.goneSite'), channel: channelName(channel as Channel) })
  }
  return (dimension, value) => {
    if (dimension === 'own-site' && value !== '') return nameOfOwnSite(value)
    if (dimension === 'link') return names[value] ?? t('analytics:posts.unknown')
    if (dimension === 'post') return texts[value] ?? t('analytics:posts.unknown')
    if (dimension === 'placement') return placements[value] ?? t('analytics:posts.unknown')
    return valueName(dimension, value)
  }
}

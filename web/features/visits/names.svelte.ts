import type { Channel } from '#contract/channels.ts'
import type { VisitDimension } from '#contract/visit-filters.ts'
import { linkName, postName } from '#contract/visit-names.ts'
import { ask } from '$api/ask'
import { t } from '$i18n/words.svelte'
import { channelName, valueName } from './visit-words'

export type NameOf = (dimension: VisitDimension, value: string) => string

/** Names for whatever visits are counted by: of a link what its owner knows it by, of a post its first words. */
export function askNames(): NameOf {
  const links = ask('GET /api/shops/:shop/links/names', { about: 'links' })
  const written = ask('GET /api/shops/:shop/posts/words', { about: 'publishing' })
  const texts = $derived(Object.fromEntries((written.data ?? []).map(({ id, words }) => [id, postName(words)])))
  const names = $derived(Object.fromEntries((links.data ?? []).map((link) => [link.id, linkName(link, { channel: channelName(link.channel), post: link.postId ? texts[link.postId] : undefined })])))
  const placements = $derived(Object.fromEntries((links.data ?? []).flatMap(({ placement }) => (placement ? [[placement.id, placement.name]] : []))))
  const sites = ask('GET /api/shops/:shop/visits/sites', { about: 'sites' })
  const nameOfOwnSite = (value: string): string => {
    const [id, channel] = value.split(' ')
    const known = sites.data?.find((site) => site.id === id)
    return t('analytics:values.ownSite', { site: known ? (known.host ?? t('analytics:sites.page')) : t('analytics:values.goneSite'), channel: channelName(channel as Channel) })
  }
  // What is only on its way is not gone.
  const unknown = (told: unknown) => (told === undefined ? '…' : t('analytics:posts.unknown'))
  return (dimension, value) => {
    if (dimension === 'own-site' && value !== '') return nameOfOwnSite(value)
    if (dimension === 'link') return names[value] || unknown(links.data)
    if (dimension === 'post') return texts[value] || unknown(written.data)
    if (dimension === 'placement') return placements[value] || unknown(links.data)
    return valueName(dimension, value)
  }
}

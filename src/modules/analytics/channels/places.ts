import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { channels, type Channel } from '#contract/channels.ts'

/** What kind of place people come from. */
export type Group = 'social' | 'video' | 'chat' | 'marketplace' | 'bio' | 'search' | 'ai' | 'email' | 'offline' | 'display'

export interface Place {
  group: Group
  channel: Channel
}

export interface ClickId extends Place {
  /** Only paid clicks carry it. */
  paid: boolean
}

type Lists = Record<string, string[]>

/** Matomo's lists by the source's name (see NOTICE); `google` in `searchOfAnyCountry` stands for google.<any country>. */
interface Referrers {
  social: Lists
  ai: Lists
  search: Lists
  searchOfAnyCountry: Lists
  searchOfAnySubdomain: Lists
}

/** What they lack: chats, marketplaces, pages of links, apps, and the names people write into `utm_source`. */
interface Overlay {
  channelOfSource: Record<string, Channel>
  chat: Lists
  social: Lists
  video: Lists
  marketplace: string[]
  bio: string[]
  email: string[]
  search: Lists
  ai: Lists
  names: Partial<Record<Group, Record<string, Channel> | string[]>>
  clickIds: Record<string, { paid: boolean; group: Group; channel?: Channel }>
  inApp: [app: string, pattern: string, channel: Channel][]
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T
const referrers = read<Referrers>('referrers.json')
const overlay = read<Overlay>('overlay.json')

/** Where a group counts unless its list names a channel. */
const usual: Record<Group, Channel> = {
  social: 'other',
  video: 'other',
  chat: 'other',
  marketplace: 'marketplace',
  bio: 'referral',
  search: 'search',
  ai: 'ai',
  email: 'email',
  offline: 'other',
  display: 'ads',
}

const isChannel = (name: string): name is Channel => (channels as readonly string[]).includes(name)

/** Hosts that stand for their subdomains as well. */
const domains = new Map<string, Place>()
/** Hosts that stand for themselves: search.example is a search engine, mail.example is not. */
const hosts = new Map<string, Place>()
const anyCountry = new Map<string, Place>()
const anySubdomain = new Map<string, Place>()
const names = new Map<string, Place>()

const put = (into: Map<string, Place>, lists: Lists | string[], group: Group) => {
  const entries: [string, string[]][] = Array.isArray(lists) ? [['', lists]] : Object.entries(lists)
  for (const [source, listed] of entries) {
    const channel = isChannel(source) ? source : (overlay.channelOfSource[source] ?? usual[group])
    for (const host of listed) into.set(host, { group, channel })
    if (source !== '' && !isChannel(source)) names.set(source.toLowerCase(), { group, channel })
  }
}
put(hosts, referrers.search, 'search')
put(anyCountry, referrers.searchOfAnyCountry, 'search')
put(anySubdomain, referrers.searchOfAnySubdomain, 'search')
put(domains, referrers.social, 'social')
put(domains, referrers.ai, 'ai')
for (const group of ['chat', 'social', 'video', 'marketplace', 'bio', 'search', 'ai'] as const) put(domains, overlay[group], group)
put(hosts, overlay.email, 'email')
// Matomo counts some assistants, and Facebook, among the search engines as well: hardly anybody comes from a search there.
for (const [host, place] of domains) if (place.group === 'ai' || place.group === 'social') hosts.delete(host)
for (const [group, listed] of Object.entries(overlay.names) as [Group, Record<string, Channel> | string[]][]) {
  if (Array.isArray(listed)) for (const name of listed) names.set(name, { group, channel: usual[group] })
  else for (const [name, channel] of Object.entries(listed)) names.set(name, { group, channel })
}
for (const channel of Object.values(overlay.channelOfSource)) if (!names.has(channel)) names.set(channel, { group: 'social', channel })

const COUNTRY = /\.(?:[a-z]{2,3}|com?\.[a-z]{2})$/

/** What stands at a host, in lower case; of a listed domain also its subdomains. */
export function placeOfHost(host: string): Place | undefined {
  const bare = host.replace(/^www\.|\.$/g, '')
  const exact = hosts.get(bare) ?? anyCountry.get(bare.replace(COUNTRY, '')) ?? domains.get(bare)
  if (exact) return exact
  for (let dot = bare.indexOf('.'); dot >= 0; dot = bare.indexOf('.', dot + 1)) {
    const parent = bare.slice(dot + 1)
    const place = domains.get(parent) ?? (dot === 2 ? anySubdomain.get(parent) : undefined)
    if (place) return place
  }
  return undefined
}

/** What a `utm_source` names: a word of ours, a source's name, or a host. */
export function placeOfName(name: string): Place | undefined {
  const word = name.trim().toLowerCase()
  return names.get(word) ?? (word.includes('.') ? placeOfHost(word) : undefined)
}

const clickIds = new Map(Object.entries(overlay.clickIds).map(([id, found]) => [id, { channel: usual[found.group], ...found }]))

/** What a click id in an address says. */
export const clickIdOf = (id: string): ClickId | undefined => clickIds.get(id)
export const knownClickIds: readonly string[] = [...clickIds.keys()]

const apps = overlay.inApp.map(([app, pattern, channel]) => ({ app, pattern: new RegExp(pattern), channel }))

/** The app whose built-in browser this is: people, whose referrer the app often hides. */
export const appOf = (userAgent: string): string | undefined => apps.find(({ pattern }) => pattern.test(userAgent))?.app
export const knownApps: readonly string[] = apps.map(({ app }) => app)
export const channelOfApp = (app: string): Channel | undefined => apps.find((one) => one.app === app)?.channel

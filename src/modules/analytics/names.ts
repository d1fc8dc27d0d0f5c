import { channels, type Channel } from '#contract/channels.ts'
import type { Language } from '#contract/values.ts'
import type { VisitDimension } from '#contract/visit-filters.ts'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import type { Sought } from './queries/visits-by.ts'
import { sites } from './queries/sites.ts'

/** What only modules above can name: by id. */
export type NamesElsewhere = Record<'post' | 'link' | 'placement', ReadonlyMap<string, string>>

/** Handed in by compose. */
export interface NamesNeeds {
  namesElsewhere(scope: ReadScope, language: Language): Promise<NamesElsewhere>
}

type Text = ReturnType<typeof textsIn>

/** What readers know a dimension's values by; undefined where the value is its own name. Of one that is not known it is nothing. */
export async function namesIn(scope: ReadScope, dimension: VisitDimension, language: Language, { namesElsewhere }: NamesNeeds): Promise<((value: string) => string | undefined) | undefined> {
  const text = textsIn(language)
  switch (dimension) {
    case 'post':
    case 'link':
    case 'placement': {
      const names = (await namesElsewhere(scope, language))[dimension]
      const gone = text('analytics:posts.unknown')
      return (id) => names.get(id) || gone
    }
    case 'own-site': {
      const known = new Map((await sites(scope)).map(({ id, host }) => [id, host ?? text('analytics:sites.page')]))
      return (value) => {
        const [id = '', channel = ''] = value.split(' ')
        return text('analytics:values.ownSite', { site: known.get(id) ?? text('analytics:values.goneSite'), channel: channelName(channel, text) })
      }
    }
    case 'channel':
      return (value) => channelName(value, text)
    case 'device':
      return (value) => text.optional(`analytics:values.${value}`)
    case 'country':
    case 'language':
      return namesOf(dimension === 'country' ? 'region' : 'language', language)
    default:
      return undefined
  }
}

/** What stands where nothing is known. */
export const unknownIn = (dimension: VisitDimension, text: Text): string => text(`analytics:values.${dimension === 'source' ? 'direct' : 'none'}`)

/** What nobody knows by the word that it is kept as. */
const BY_ID: readonly VisitDimension[] = ['post', 'link', 'placement', 'own-site']

/** Which rows of a list hold the words, as the reader sees them: an id is shown by a name, a code of a country by the country's. */
export async function soughtIn(scope: ReadScope, dimension: VisitDimension, words: string, language: Language, needs: NamesNeeds): Promise<Sought> {
  const holds = (said: string | undefined) => said !== undefined && said.toLocaleLowerCase(language).includes(words.toLocaleLowerCase(language))
  const unknown = holds(unknownIn(dimension, textsIn(language)))
  const nameOf = await namesIn(scope, dimension, language, needs)
  if (!nameOf) return { words, unknown }
  const byId = BY_ID.includes(dimension)
  return { fits: (value) => (value === '' ? unknown : (!byId && holds(value)) || holds(nameOf(value))) }
}

const channelName = (channel: string, text: (key: string) => string): string => (channels.includes(channel as Channel) ? text(`channels:${channel}`) : channel)

function namesOf(type: 'region' | 'language', reader: Language): (code: string) => string | undefined {
  const names = new Intl.DisplayNames([reader], { type })
  return (code) => {
    try {
      return names.of(code)
    } catch {
      // No code at all: somebody's browser said so.
      return undefined
    }
  }
}

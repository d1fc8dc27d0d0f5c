import type { Language } from '#contract/values.ts'
import { linkName, postName } from '#contract/visit-names.ts'
import type { NamesElsewhere } from '#modules/analytics'
import { queries as links } from '#modules/links'
import { queries as publishing } from '#modules/publishing'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'

/** What the desk calls posts, links and placements that visits came by: of the newest thousand posts and five thousand links, as the desk knows them. */
export async function visitNames(scope: ReadScope, language: Language): Promise<NamesElsewhere> {
  const text = textsIn(language)
  const [named, written] = await Promise.all([links.linkNames(scope), publishing.postWords(scope)])
  const post = new Map(written.map(({ id, words }) => [id, postName(words)]))
  return {
    post,
    link: new Map(named.map((link) => [link.id, linkName(link, { channel: text(`channels:${link.channel}`), post: link.postId ? post.get(link.postId) : undefined })])),
    placement: new Map(named.flatMap(({ placement }) => (placement ? [[placement.id, placement.name]] : []))),
  }
}

import type { Link, MakeLink } from '#contract/links.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { withUtm } from '../model/utm.ts'
import { addressesOf, oursOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { utmTemplateById } from '../queries/utm-templates.ts'
import type { LinksTables } from '../tables.ts'
import { freeWord } from './free-word.ts'
import { insertLink } from './insert-link.ts'
import { readUrl, whereTo } from './where-to.ts'

/** Makes a link that an owner asked for by hand. */
export async function makeLink(scope: WriteScope, needs: LinksNeeds, wanted: MakeLink): Promise<Link | Refusal> {
  const read = await readWanted(scope, needs, wanted)
  if (isRefusal(read)) return read
  return presentLink(await addressesOf(scope, needs), await insertLink(scope, read), null, scope.clock.now())
}

export type ReadLink = Pick<LinksTables['linksLinks'], 'kind' | 'target' | 'message' | 'name' | 'channel' | 'word'>

/** What somebody wants, as it would be stored; refused where it leads nowhere good. */
export async function readWanted(scope: WriteScope, needs: LinksNeeds, wanted: MakeLink): Promise<ReadLink | Refusal> {
  if ((await addressesOf(scope, needs)) === null) return refuse('links.no-public-address')
  const { kind, channel, name, message } = wanted
  const to = await whereTo(scope, needs, kind, wanted.target ?? null)
  if (isRefusal(to)) return to
  const marked = kind === 'url' && wanted.template !== undefined ? await withMarks(scope, needs, to.target!, wanted.template, channel) : to
  if (isRefusal(marked)) return marked
  const word = wanted.word === undefined ? null : await freeWord(scope, wanted.word)
  if (isRefusal(word)) return word
  return { kind, target: marked.target, message: message || null, name: name ?? null, channel, word }
}

async function withMarks(scope: ReadScope, needs: LinksNeeds, target: string, id: string, channel: MakeLink['channel']): Promise<{ target: string } | Refusal> {
  const template = await utmTemplateById(scope, id)
  // Checked again: with its marks an address may have grown too long.
  return template ? readUrl(await oursOf(scope, needs), withUtm(target, template, channel)) : refuse('links.template-unknown', { where: 'template' })
}

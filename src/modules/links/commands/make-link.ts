import type { Link, MakeLink } from '#contract/links.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { withUtm } from '../model/utm.ts'
import { openAddress, type LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { utmTemplateById } from '../queries/utm-templates.ts'
import type { LinksTables } from '../tables.ts'
import { insertLink } from './insert-link.ts'
import { readUrl, whereTo } from './where-to.ts'

/** Makes a link that an owner asked for by hand. */
export async function makeLink(scope: WriteScope, needs: LinksNeeds, wanted: MakeLink): Promise<Link | Refusal> {
  const read = await readWanted(scope, needs, wanted)
  if (isRefusal(read)) return read
  return presentLink(openAddress(needs), await insertLink(scope, read), null, scope.clock.now())
}

export type ReadLink = Pick<LinksTables['linksLinks'], 'kind' | 'target' | 'message' | 'name' | 'channel'>

/** What somebody wants, as it would be stored; refused where it leads nowhere good. */
export async function readWanted(scope: ReadScope, needs: LinksNeeds, wanted: MakeLink): Promise<ReadLink | Refusal> {
  const address = openAddress(needs)
  if (address === null) return refuse('links.no-public-address')
  const { kind, channel, name, message } = wanted
  const to = await whereTo(scope, address, kind, wanted.target ?? null)
  if (isRefusal(to)) return to
  const marked = kind === 'url' && wanted.template !== undefined ? await withMarks(scope, address, to.target!, wanted.template, channel) : to
  if (isRefusal(marked)) return marked
  return { kind, target: marked.target, message: message || null, name: name ?? null, channel }
}

async function withMarks(scope: ReadScope, own: string, target: string, id: string, channel: MakeLink['channel']): Promise<{ target: string } | Refusal> {
  const template = await utmTemplateById(scope, id)
  // Checked again: with its marks an address may have grown too long.
  return template ? readUrl(own, withUtm(target, template, channel)) : refuse('links.template-unknown', { where: 'template' })
}

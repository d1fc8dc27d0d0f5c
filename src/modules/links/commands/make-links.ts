import { channels, type Channel } from '#contract/channels.ts'
import { linkKinds, MOST_LINK_ROWS, type LinkKind, type MadeLinks, type MakeLink, type MakeLinks } from '#contract/links.ts'
import { languages } from '#contract/values.ts'
import { placeOfName } from '#modules/analytics'
import { textsIn, type Texts } from '#platform/i18n'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { folded } from '#platform/sheets'
import { readLinkRows, type LinkRow } from '../model/link-rows.ts'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { tables } from '../tables.ts'
import { insertLink } from './insert-link.ts'
import { readWanted, type ReadLink } from './make-link.ts'

const LONGEST_NAME = 80
const LONGEST_MESSAGE = 200

type Answered = MadeLinks['rows'][number]

/**
 * Makes a link of each row that can be read, and says of the others what is wrong with them, in the reader's words. A row
 * of which there is such an open link already is that link: the same list again makes nothing.
 */
export async function makeLinks(scope: WriteScope, needs: LinksNeeds, wanted: MakeLinks, text: Texts): Promise<MadeLinks | Refusal> {
  if ((await addressesOf(scope, needs)) === null) return refuse('links.no-public-address')
  const rows = readLinkRows(wanted.text)
  if (typeof rows === 'string') return refuse(`links.${rows}`, { where: 'text', values: { most: MOST_LINK_ROWS } })
  const answered: Answered[] = []
  // What was only checked is not there to be found again.
  const checked = new Set<string>()
  for (const row of rows) {
    const read = await readRow(scope, needs, row, wanted)
    if (isRefusal(read)) {
      answered.push(wrong(row, read, text))
      continue
    }
    const known = await answer(scope, needs, row, read, wanted.check)
    const link = JSON.stringify(read)
    answered.push({ ...known, already: known.already || checked.has(link) })
    if (wanted.check) checked.add(link)
  }
  return { rows: answered }
}

async function readRow(scope: WriteScope, needs: LinksNeeds, row: LinkRow, { channel, template }: MakeLinks): Promise<ReadLink | Refusal> {
  if (row.name.length > LONGEST_NAME) return refuse('links.row-too-long', { where: 'name', values: { most: LONGEST_NAME } })
  if (row.message.length > LONGEST_MESSAGE) return refuse('links.row-too-long', { where: 'message', values: { most: LONGEST_MESSAGE } })
  const named = row.channel === '' ? channel : channelCalled(row.channel)
  if (named === undefined) return refuse('links.row-channel', { where: 'channel', values: { channel: row.channel } })
  const kind = kindCalled(row.target) ?? 'url'
  const wish: MakeLink = {
    kind,
    channel: named,
    ...(row.name !== '' && { name: row.name }),
    ...(row.message !== '' && { message: row.message }),
    ...(kind === 'url' && row.target !== '' && { target: row.target }),
    ...(template !== undefined && { template }),
  }
  return readWanted(scope, needs, wish)
}

async function answer(scope: WriteScope, needs: LinksNeeds, { row }: LinkRow, read: ReadLink, check: boolean): Promise<Answered> {
  const same = await sameLink(scope, read)
  const link = same ?? (check ? null : await insertLink(scope, read))
  const shown = link && presentLink(await addressesOf(scope, needs), link, null, scope.clock.now())
  return { row, target: read.target ?? read.kind, name: read.name, channel: read.channel, link: shown, already: same !== undefined, wrong: null }
}

function wrong({ row, target, name }: LinkRow, refusal: Refusal, text: Texts): Answered {
  const key = `links:errors.${refusal.refused.slice('links.'.length)}`
  const said = { code: refusal.refused, where: refusal.where ?? null, title: text(`${key}.title`, refusal.values), todo: text.optional(`${key}.todo`, refusal.values) ?? null }
  return { row, target, name: name || null, channel: null, link: null, already: false, wrong: said }
}

/** An open link that an owner has made just so. */
const sameLink = (scope: WriteScope, { kind, target, channel, name, message, word }: ReadLink) =>
  tables(scope)
    .selectFrom('linksLinks')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('closedAt', 'is', null)
    .where('postId', 'is', null)
    .where('placementId', 'is', null)
    .where('word', 'is not distinct from', word)
    .where('kind', '=', kind)
    .where('channel', '=', channel)
    .where('target', 'is not distinct from', target)
    .where('name', 'is not distinct from', name)
    .where('message', 'is not distinct from', message)
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst()

/** A channel by its own name or by what a screen calls it, in any language; or by what people write for short, as in `utm_source`: ig, wa, fb. */
function channelCalled(words: string): Channel | undefined {
  const short = placeOfName(words)?.channel
  return called(channels, words, (text, channel) => text(`channels:${channel}`)) ?? (short === 'other' ? undefined : short)
}
const kindCalled = (words: string): LinkKind | undefined => called(linkKinds.filter((kind) => kind !== 'url'), words, (text, kind) => text(`links:kinds.${kind}`))

const called = <T extends string>(all: readonly T[], words: string, nameIn: (text: Texts, one: T) => string): T | undefined =>
  all.find((one) => one === folded(words) || languages.some((language) => folded(nameIn(textsIn(language), one)) === folded(words)))

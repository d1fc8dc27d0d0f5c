import { randomInt } from 'node:crypto'
import type { ChangeShopPage, PageButton, ShopPage } from '#contract/shop-page.ts'
import type { Country } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { oursOf } from '../addresses.ts'
import type { Ours } from '../model/target.ts'
import type { LinksNeeds } from '../needs.ts'
import { shopPage } from '../queries/shop-page.ts'
import { tables, type StoredButton } from '../tables.ts'
import { readChatName, readUrl } from './where-to.ts'

/** Puts the page's words and buttons in place of those it had; its picture stays. */
export async function changeShopPage(scope: WriteScope, needs: LinksNeeds, change: ChangeShopPage): Promise<ShopPage | Refusal> {
  const ours = await oursOf(scope, needs)
  const { country } = await workspace.shopProfile(scope)
  const buttons: StoredButton[] = []
  const known = new Set<string>()
  for (const [index, button] of change.buttons.entries()) {
    const target = targetOf(ours, country, button, `buttons.${index}.target`)
    if (isRefusal(target)) return target
    const id = button.id !== undefined && !known.has(button.id) ? button.id : freshId(known)
    known.add(id)
    buttons.push({ id, kind: button.kind, label: button.label, ...target })
  }
  const page = { headline: change.headline, words: change.words, pictureAlt: change.pictureAlt, theme: change.theme, changedAt: scope.clock.now() }
  const newestPost = change.newestPost === undefined ? {} : { newestPost: change.newestPost }
  const stored = { ...page, ...newestPost, buttons: JSON.stringify(buttons) as never }
  await tables(scope)
    .insertInto('linksPages')
    .values({ workspaceId: scope.workspaceId, ...stored, picture: null })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(stored))
    .execute()
  await scope.announce({ type: 'ShopPageChanged' })
  return shopPage(scope, needs)
}

function targetOf(ours: Ours, country: Country, button: PageButton, where: string): { target: string | null } | Refusal {
  if (button.kind === 'whatsapp') return { target: null }
  if (button.kind === 'order') return { target: button.target }
  if (button.kind === 'telegram' || button.kind === 'messenger') return readChatName(button.kind, button.target, country, where)
  return readUrl(ours, button.target, where)
}

function freshId(known: ReadonlySet<string>): string {
  for (;;) {
    const id = randomInt(36 ** 3, 36 ** 4).toString(36)
    if (!known.has(id)) return id
  }
}

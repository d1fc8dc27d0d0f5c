import { randomInt } from 'node:crypto'
import type { Selectable, Updateable } from 'kysely'
import type { SaveBuyButton } from '#contract/buy-buttons.ts'
import type { Language } from '#contract/values.ts'
import { redraw } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { productsOf } from '../costs.ts'
import { readAmount } from '../model/amounts.ts'
import { plain } from '../model/text.ts'
import { payAccountRows, waysOffered } from '../queries/pay-accounts.ts'
import { tables, type ShopTables } from '../tables.ts'

// As link codes: no vowels, so that no word comes about, and nothing that is read as something else.
const ALPHABET = 'bcdfghjkmnpqrtvwxyz2346789'
const CODE_LENGTH = 6
const WIDEST = 1000

export const makeCode = (length: number): string => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** The code as it is stored, from what stands in an address; null for what is none. */
export const readButtonCode = (text: string): string | null => (/^[a-z0-9]{4,12}$/i.test(text) ? text.toLowerCase() : null)

/** Makes a button, and answers its id. */
export async function makeBuyButton(scope: WriteScope, needs: { language: Language }, wish: SaveBuyButton): Promise<string | Refusal> {
  const read = await readButton(scope, needs, wish)
  if (isRefusal(read)) return read
  const [buttonId, now] = [newId(), scope.clock.now()]
  for (;;) {
    const made = await tables(scope)
      .insertInto('shopBuyButtons')
      .values({ workspaceId: scope.workspaceId, buttonId, code: makeCode(CODE_LENGTH), ...read, madeAt: now, changedAt: now })
      // Somebody else's, in one of a hundred million cases.
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('buttonId')
      .executeTakeFirst()
    if (made) break
  }
  await scope.announce({ type: 'BuyButtonsChanged', buttonId })
  return buttonId
}

export async function changeBuyButton(scope: WriteScope, needs: { language: Language }, buttonId: string, wish: SaveBuyButton): Promise<Refusal | undefined> {
  const read = await readButton(scope, needs, wish)
  return isRefusal(read) ? read : set(scope, buttonId, read)
}

export const closeBuyButton = (scope: WriteScope, buttonId: string) => set(scope, buttonId, { closedAt: scope.clock.now() })
export const reopenBuyButton = (scope: WriteScope, buttonId: string) => set(scope, buttonId, { closedAt: null })

/** Puts a picture on it, drawn anew: upright, no larger than a phone needs, without place and camera. */
export async function setBuyButtonPicture(scope: WriteScope, media: Pick<MediaStore, 'put'>, buttonId: string, picture: Uint8Array): Promise<Refusal | undefined> {
  const drawn = await redraw(picture, (image) =>
    image.resize({ width: WIDEST, height: WIDEST, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' }).jpeg({ quality: 80, progressive: true }),
  )
  if (!drawn) return refuse('shop.picture-unreadable')
  const kept = await media.put(drawn, { workspaceId: scope.workspaceId, type: 'image/jpeg' })
  return isRefusal(kept) ? kept : set(scope, buttonId, { picture: kept.key })
}

export const removeBuyButtonPicture = (scope: WriteScope, buttonId: string) => set(scope, buttonId, { picture: null })

type Read = Pick<Selectable<ShopTables['shopBuyButtons']>, 'productId' | 'name' | 'price' | 'currency' | 'words' | 'stock' | 'thanks' | 'accounts' | 'onPage'>

async function readButton(scope: WriteScope, { language }: { language: Language }, wish: SaveBuyButton): Promise<Read | Refusal> {
  const { currency: own } = await workspace.shopProfile(scope)
  const currency = wish.currency ?? own
  const price = wish.price === null ? null : readAmount(wish.price, { currency, language, where: 'price' })
  if (isRefusal(price)) return price
  const name = plain(wish.name)
  if (name === null) return refuse('shop.buy-button-name', { where: 'name' })
  if (wish.product !== null && !(await productsOf(scope, [wish.product])).has(wish.product)) return refuse('shop.product-unknown', { where: 'product' })
  const accounts = await payAccountRows(scope)
  if (wish.accounts.some((id) => !accounts.some(({ accountId }) => accountId === id))) return refuse('shop.pay-account-unknown', { where: 'accounts' })
  // In the shop's own a button may be made before its first account: it opens by itself.
  if (currency !== own && waysOffered(accounts, { accounts: wish.accounts, currency, trial: true }).length === 0) return refuse('shop.buy-button-currency', { where: 'currency', values: { currency } })
  return {
    productId: wish.product,
    name,
    price,
    currency: currency === own ? null : currency,
    words: plain(wish.words) ?? '',
    stock: plain(wish.stock) ?? '',
    thanks: plain(wish.thanks) ?? '',
    accounts: [...new Set(wish.accounts)],
    onPage: wish.onPage,
  }
}

async function set(scope: WriteScope, buttonId: string, change: Updateable<ShopTables['shopBuyButtons']>): Promise<Refusal<'shop.buy-button-unknown'> | undefined> {
  const changed = await tables(scope)
    .updateTable('shopBuyButtons')
    .set({ ...change, changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('buttonId', '=', buttonId)
    .returning('buttonId')
    .executeTakeFirst()
  if (!changed) return refuse('shop.buy-button-unknown')
  await scope.announce({ type: 'BuyButtonsChanged', buttonId })
  return undefined
}

import type { ShopPage } from '#contract/shop-page.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import type { LinksNeeds } from '../needs.ts'
import { keptPage, shopPage } from '../queries/shop-page.ts'
import { redraw } from '../redraw.ts'
import { tables } from '../tables.ts'

const WIDEST = 1200

/** Puts a picture on the page, drawn anew: turned upright, no wider than a phone needs, without place and camera. */
export async function setPagePicture(
  scope: WriteScope,
  needs: LinksNeeds & { media: Pick<MediaStore, 'put'> },
  picture: Uint8Array,
): Promise<ShopPage | Refusal> {
  const drawn = await redraw(picture, (image) =>
    image
      .resize({ width: WIDEST, height: WIDEST, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 80, progressive: true }),
  )
  if (!drawn) return refuse('links.picture-unreadable')
  const kept = await needs.media.put(drawn, { workspaceId: scope.workspaceId, type: 'image/jpeg' })
  if (isRefusal(kept)) return kept
  await keep(scope, kept.key)
  return shopPage(scope, needs)
}

export const removePagePicture = (scope: WriteScope): Promise<void> => keep(scope, null)

async function keep(scope: WriteScope, picture: string | null): Promise<void> {
  const change = { picture, changedAt: scope.clock.now() }
  const { headline, words, theme, buttons, pictureAlt } = await keptPage(scope)
  await tables(scope)
    .insertInto('linksPages')
    .values({ workspaceId: scope.workspaceId, headline, words, theme, pictureAlt, buttons: JSON.stringify(buttons) as never, ...change })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(change))
    .execute()
  await scope.announce({ type: 'ShopPageChanged' })
}

import { linksRoutes as contract } from '#contract/links.ts'
import { queries as workspace } from '#modules/workspace'
import { serve, servePrepared, servePublic, type Served } from '#platform/http'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { addPlacement } from './commands/add-placement.ts'
import { changeShopPage } from './commands/change-shop-page.ts'
import { closeLink, reopenLink } from './commands/close-link.ts'
import { closePlacement, reopenPlacement } from './commands/close-placement.ts'
import { makeLink } from './commands/make-link.ts'
import { removePagePicture, setPagePicture } from './commands/set-page-picture.ts'
import { shortUrl } from './model/short-url.ts'
import { openAddress, type LinksNeeds } from './needs.ts'
import { qrPng, qrSheet, qrSvg } from './qr.ts'
import { codeMeaning } from './queries/code-meaning.ts'
import { linkById, type FoundLink } from './queries/link-by-id.ts'
import { links } from './queries/links.ts'
import { placements } from './queries/placements.ts'
import { shopPage } from './queries/shop-page.ts'
import { GONE_PAGE_POLICY } from './redirect/gone-page.ts'

const MOST_PICTURE_BYTES = 8_000_000

export const linksRoutes = (needs: LinksNeeds & { media: MediaStore }): Served[] => [
  serve(contract.links, ({ scope, query }) => links(scope, needs, query)),
  serve(contract.makeLink, ({ scope, body }) => makeLink(scope, needs, body)),
  serve(contract.closeLink, ({ scope, params }) => closeLink(scope, params.id)),
  serve(contract.reopenLink, ({ scope, params }) => reopenLink(scope, needs, params.id)),
  servePublic(contract.linkQr, async ({ scope, params, query, reply }) => {
    const link = await printable(scope, needs, params.id)
    if (isRefusal(link)) return link
    if (query.download) reply.header('content-disposition', `attachment; filename="qr-${link.code}.${query.as}"`)
    return query.as === 'png'
      ? reply.type('image/png').send(await qrPng(link.url))
      : // Shown on its own it must not be taken for more than a drawing.
        reply.type('image/svg+xml').header('content-security-policy', "default-src 'none'").send(await qrSvg(link.url))
  }),
  servePublic(contract.linkSheet, async ({ scope, params, language, reply }) => {
    const link = await printable(scope, needs, params.id)
    if (isRefusal(link)) return link
    const shop = await workspace.shopProfile(scope)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', GONE_PAGE_POLICY)
      .send(await qrSheet({ url: link.url, shop: shop.name, name: link.name, language }))
  }),
  serve(
    contract.codeMeaning,
    async ({ scope, params }) =>
      (await codeMeaning(scope, params.code, scope.clock.now())) ?? refuse('links.code-unknown', { where: 'code', values: { code: params.code } }),
  ),
  serve(contract.placements, ({ scope, query }) => placements(scope, needs, query.days)),
  serve(contract.addPlacement, ({ scope, body }) => addPlacement(scope, needs, body)),
  serve(contract.closePlacement, ({ scope, params }) => closePlacement(scope, params.id)),
  serve(contract.reopenPlacement, ({ scope, params }) => reopenPlacement(scope, needs, params.id)),
  serve(contract.shopPage, ({ scope }) => shopPage(scope, needs)),
  serve(contract.changeShopPage, ({ scope, body }) => changeShopPage(scope, needs, body)),
  servePrepared(
    contract.setPagePicture,
    async ({ request }) => {
      const file = await request.file({ limits: { fileSize: MOST_PICTURE_BYTES, files: 1 } })
      return file ? file.toBuffer() : refuse('links.picture-missing')
    },
    ({ scope, prepared }) => setPagePicture(scope, needs, prepared),
  ),
  serve(contract.removePagePicture, ({ scope }) => removePagePicture(scope)),
]

async function printable(
  scope: ReadScope,
  needs: LinksNeeds,
  id: string,
): Promise<{ url: string; code: string; name: string | null } | Refusal> {
  const found: FoundLink | null = await linkById(scope, id)
  if (!found) return refuse('links.link-unknown')
  const url = shortUrl(openAddress(needs), found.link.code)
  if (url === null) return refuse('links.no-public-address')
  return { url, code: found.link.code, name: found.placement?.name ?? found.link.name }
}

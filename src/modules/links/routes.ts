import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { linkQrRoutes } from '#contract/link-qr.ts'
import { linksRoutes as contract } from '#contract/links.ts'
import { ownDomainRoutes, type DomainState } from '#contract/own-domain.ts'
import { shopPageRoutes } from '#contract/shop-page.ts'
import { utmTemplateRoutes } from '#contract/utm-templates.ts'
import { queries as workspace } from '#modules/workspace'
import { sentFile, serve, servePrepared, servePublic, type Served } from '#platform/http'
import { textsIn } from '#platform/i18n'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { addressesOf } from './addresses.ts'
import { addPlacement } from './commands/add-placement.ts'
import { changeLink } from './commands/change-link.ts'
import { changeShopPage } from './commands/change-shop-page.ts'
import { closeLink, reopenLink } from './commands/close-link.ts'
import { closePlacement, reopenPlacement } from './commands/close-placement.ts'
import { makeLink } from './commands/make-link.ts'
import { makeLinks } from './commands/make-links.ts'
import { removeUtmTemplate, saveUtmTemplate } from './commands/save-utm-template.ts'
import { setConditions } from './commands/set-conditions.ts'
import { removePagePicture, setPagePicture } from './commands/set-page-picture.ts'
import { removeQrLogo, setQrLogo } from './commands/set-qr-logo.ts'
import { isKnownDomain, ownDomain, readDomain, removeOwnDomain, setOwnDomain, type LookAtDomain } from './domains/own-domain.ts'
import type { LinksNeeds } from './needs.ts'
import { qrPng, qrSvg } from './qr.ts'
import { codeMeaning } from './queries/code-meaning.ts'
import { linkById, type FoundLink } from './queries/link-by-id.ts'
import { linkNames } from './queries/link-names.ts'
import { links } from './queries/links.ts'
import { missedCodes } from './queries/missed-codes.ts'
import { placements } from './queries/placements.ts'
import { qrLogo, qrLogoPicture } from './queries/qr-logo.ts'
import { shopPage } from './queries/shop-page.ts'
import { utmTemplates } from './queries/utm-templates.ts'
import { SMALL_PAGE_POLICY } from './redirect/small-page.ts'
import { qrSheet } from './sheet.ts'

const MOST_PICTURE_MB = 8

export const linksRoutes = (needs: LinksNeeds & { media: MediaStore; db: Kysely<{}>; lookAtDomain: LookAtDomain }): Served[] => [
  serve(contract.links, ({ scope, query, language }) => links(scope, needs, { ...query, sought: query.search ? { words: query.search, language } : undefined })),
  serve(contract.linkNames, ({ scope }) => linkNames(scope)),
  serve(contract.makeLink, ({ scope, body }) => makeLink(scope, needs, body)),
  serve(contract.makeLinks, ({ scope, body, language }) => makeLinks(scope, needs, body, textsIn(language))),
  serve(contract.missedCodes, ({ scope, query }) => missedCodes(scope, query.days)),
  serve(utmTemplateRoutes.utmTemplates, ({ scope }) => utmTemplates(scope)),
  serve(utmTemplateRoutes.saveUtmTemplate, ({ scope, body }) => saveUtmTemplate(scope, body)),
  serve(utmTemplateRoutes.removeUtmTemplate, ({ scope, params }) => removeUtmTemplate(scope, params.id)),
  serve(contract.changeLink, ({ scope, params, body }) => changeLink(scope, needs, params.id, body)),
  serve(contract.closeLink, ({ scope, params }) => closeLink(scope, params.id)),
  serve(contract.reopenLink, ({ scope, params }) => reopenLink(scope, needs, params.id)),
  serve(contract.setLinkConditions, ({ scope, params, body }) => setConditions(scope, needs, params.id, body)),
  servePublic(linkQrRoutes.linkQr, async ({ scope, params, query, reply }) => {
    const link = await printable(scope, needs, params.id)
    if (isRefusal(link)) return link
    const logo = await qrLogoPicture(scope, needs.media)
    if (query.download) reply.header('content-disposition', `attachment; filename="qr-${link.code}.${query.as}"`)
    return query.as === 'png'
      ? reply.type('image/png').send(await qrPng(link.url, logo))
      : // Shown on its own it must not be taken for more than a drawing.
        reply.type('image/svg+xml').header('content-security-policy', "default-src 'none'; img-src data:").send(qrSvg(link.url, logo))
  }),
  servePublic(linkQrRoutes.linkSheet, async ({ scope, params, query, language, reply }) => {
    const link = await printable(scope, needs, params.id)
    if (isRefusal(link)) return link
    const shop = await workspace.shopProfile(scope)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', `${SMALL_PAGE_POLICY}; img-src data:`)
      .send(qrSheet({ url: link.url, shop: shop.name, name: link.name, language, kind: query.as, logo: await qrLogoPicture(scope, needs.media) }))
  }),
  serve(linkQrRoutes.qrLogo, ({ scope }) => qrLogo(scope)),
  servePrepared(linkQrRoutes.setQrLogo, ({ request }) => pictureIn(request), ({ scope, prepared }) => setQrLogo(scope, needs.media, prepared)),
  serve(linkQrRoutes.removeQrLogo, ({ scope }) => removeQrLogo(scope)),
  serve(
    contract.codeMeaning,
    async ({ scope, params }) =>
      (await codeMeaning(scope, params.code, scope.clock.now())) ?? refuse('links.code-unknown', { where: 'code', values: { code: params.code } }),
  ),
  serve(contract.placements, ({ scope, query }) => placements(scope, needs, query.days)),
  serve(contract.addPlacement, ({ scope, body }) => addPlacement(scope, needs, body)),
  serve(contract.closePlacement, ({ scope, params }) => closePlacement(scope, params.id)),
  serve(contract.reopenPlacement, ({ scope, params }) => reopenPlacement(scope, needs, params.id)),
  serve(shopPageRoutes.shopPage, ({ scope }) => shopPage(scope, needs)),
  serve(shopPageRoutes.changeShopPage, ({ scope, body }) => changeShopPage(scope, needs, body)),
  servePrepared(shopPageRoutes.setPagePicture, ({ request }) => pictureIn(request), ({ scope, prepared }) => setPagePicture(scope, needs, prepared)),
  serve(shopPageRoutes.removePagePicture, ({ scope }) => removePagePicture(scope)),
  serve(ownDomainRoutes.ownDomain, ({ scope }) => ownDomain(scope, needs)),
  servePrepared(ownDomainRoutes.setOwnDomain, async ({ body }) => lookAt(needs, body.host), ({ scope, prepared }) => setOwnDomain(scope, needs, prepared)),
  serve(ownDomainRoutes.removeOwnDomain, ({ scope }) => removeOwnDomain(scope)),
  serve(ownDomainRoutes.knownDomain, async ({ query: { domain } }) => ((await isKnownDomain(needs.db, domain)) ? { domain } : refuse('links.domain-unknown'))),
]

async function lookAt(needs: LinksNeeds & { lookAtDomain: LookAtDomain }, typed: string): Promise<{ host: string; state: DomainState } | Refusal> {
  const host = readDomain(needs, typed)
  return typeof host === 'string' ? { host, state: await needs.lookAtDomain(host) } : host
}

const pictureIn = async (request: FastifyRequest): Promise<Buffer | Refusal> => (await sentFile(request, MOST_PICTURE_MB)) ?? refuse('links.picture-missing')

async function printable(
  scope: ReadScope,
  needs: LinksNeeds,
  id: string,
): Promise<{ url: string; code: string; name: string | null } | Refusal> {
  const found: FoundLink | null = await linkById(scope, id)
  if (!found) return refuse('links.link-unknown')
  const addresses = await addressesOf(scope, needs)
  if (addresses === null) return refuse('links.no-public-address')
  return { url: addresses.short(found.link), code: found.link.code, name: found.placement?.name ?? found.link.name }
}

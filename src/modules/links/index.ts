import { addPlacement } from './commands/add-placement.ts'
import { changeShopPage } from './commands/change-shop-page.ts'
import { closeLink, reopenLink } from './commands/close-link.ts'
import { closePlacement, reopenPlacement } from './commands/close-placement.ts'
import { linkForPost } from './commands/link-for-post.ts'
import { makeLink } from './commands/make-link.ts'
import { releaseForPost } from './commands/release-for-post.ts'
import { removePagePicture, setPagePicture } from './commands/set-page-picture.ts'
import { chatsOpened } from './queries/chats-opened.ts'
import { codeInMessage, codeMeaning } from './queries/code-meaning.ts'
import { links, linksOfPosts } from './queries/links.ts'
import { linkNames } from './queries/link-names.ts'
import { linkOfCode, linksTo } from './queries/link-of-code.ts'
import { linksOnChannel } from './queries/links-on-channel.ts'
import { campaignsOfPosts, originsOfLinks, placementNames } from './queries/origins-of-links.ts'
import { placements } from './queries/placements.ts'
import { shopPage } from './queries/shop-page.ts'

export const commands = {
  linkForPost,
  releaseForPost,
  makeLink,
  closeLink,
  reopenLink,
  addPlacement,
  closePlacement,
  reopenPlacement,
  changeShopPage,
  setPagePicture,
  removePagePicture,
}
export const queries = { campaignsOfPosts, chatsOpened, codeMeaning, codeInMessage, linkNames, linkOfCode, links, linksOfPosts, linksTo, linksOnChannel, originsOfLinks, placementNames, placements, shopPage }

export { whatsappWith } from './chats/index.ts'
export { linksErrors } from './errors.ts'
export { linksRoutes } from './routes.ts'
export { shopPagesAt } from './addresses.ts'
export { languageOfShop } from './model/shop-language.ts'
export { openDomains, type OwnDomains } from './domains/open-domains.ts'
export { lookAtDomains, type LookAtDomain } from './domains/own-domain.ts'
export { qrPng, qrSvg } from './qr.ts'
export { redraw } from './redraw.ts'
export { openRedirect } from './redirect/redirect.ts'
export type { LinksNeeds } from './needs.ts'

import { addMember } from './commands/add-member.ts'
import { beginShop } from './commands/begin-shop.ts'
import { noteLetter } from './commands/note-letter.ts'
import { changeShop } from './commands/change-shop.ts'
import { removeShop } from './commands/remove-shop.ts'
import { setRate } from './commands/set-rate.ts'
import { setWorth } from './commands/set-worth.ts'
import { hourlyWorths } from './queries/hourly-worths.ts'
import { invitationLetter } from './queries/invitation-letter.ts'
import { isMember, memberOfLogin, members, nameOfLogin } from './queries/members.ts'
import { rates } from './queries/rates.ts'
import { shopBegun, shopProfile } from './queries/shop-profile.ts'
import { abandonedDemos, allShops, demoShopId, leaveShops, membershipsOf, roleIn, shopBySlug, shopsOfLogin } from './queries/shops-of-login.ts'

export const commands = { beginShop, changeShop, setRate, setWorth, addMember, noteLetter, removeShop }
export const queries = { shopProfile, shopBegun, members, isMember, memberOfLogin, nameOfLogin, hourlyWorths, invitationLetter, rates }
/** Asked before a shop is chosen, and so of the database itself. */
export const acrossShops = { shopsOfLogin, membershipsOf, roleIn, shopBySlug, allShops, demoShopId, leaveShops, abandonedDemos }

export { workspaceErrors } from './errors.ts'
export { workspaceRoutes } from './routes.ts'
export { rateOn, roughRate, worthOn } from './rates.ts'
export { signUpBy } from './commands/sign-up-by.ts'
export { teamRoutes } from './team-routes.ts'
export type { RateWanted } from './commands/set-rate.ts'
export type { SlugRules } from './commands/free-slug.ts'
export type { HourlyWorth } from './queries/hourly-worths.ts'
export type { MemberOfShop } from './queries/members.ts'

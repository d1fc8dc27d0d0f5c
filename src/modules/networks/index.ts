import { connectAccount } from './commands/connect-account.ts'
import { forgetRemoved } from './commands/forget-removed.ts'
import { lookAtAudience } from './commands/look-at-audience.ts'
import { noteFollowers } from './commands/note-followers.ts'
import { putBackAccount, removeAccount } from './commands/remove-account.ts'
import { accounts } from './queries/accounts.ts'
import { connectedSince } from './queries/connected-since.ts'
import { passedOn } from './queries/passed-on.ts'
import { followersByMonth, followersGained } from './queries/followers-by-month.ts'
import { friendsTold } from './queries/friends-told.ts'

export const commands = { connectAccount, removeAccount, putBackAccount, noteFollowers }
export const queries = { accounts, connectedSince, followersByMonth, followersGained, friendsTold, passedOn }
/** Goes round all shops: run by the schedule. */
export const acrossShops = { forgetRemoved, lookAtAudience }

export { agenda } from './agenda.ts'
export { openNetworks, LONGEST_CALL_MS, NotBegun, type Networks, type NetworksNeeds } from './networks.ts'
export { fitPicture } from './fit-picture.ts'
export { networkName } from './registry.ts'
export { networksErrors } from './errors.ts'
export { networksRoutes } from './routes.ts'
export type { NetworksEvent } from './events.ts'
export type { Adapter, OutgoingPost } from './adapter.ts'
export type { Outcome, Sighting, Why } from './outcome.ts'
export type { FollowersOfMonth } from './queries/followers-by-month.ts'

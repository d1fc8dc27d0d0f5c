import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'

export const MOST_FRIENDS = 500

/** Whom to tell of an account, one by one: those who were not told yet first, then the lately told. */
export const FriendList = z.object({
  accountId: Id,
  channel: Channel,
  handle: z.string(),
  /** The account's page, where it is known. */
  address: z.string().nullable(),
  friends: z.array(z.object({ id: Id, name: z.string(), toldAt: Instant.nullable() })),
})
export type FriendList = z.infer<typeof FriendList>

const friends = '/api/shops/:shop/friends'

export const friendsRoutes = {
  friends: route({
    method: 'GET',
    path: friends,
    who: 'member',
    summary: 'Friends to tell of each account, and who was told.',
    params: ShopParams,
    answer: z.array(FriendList),
  }),
  addFriends: route({
    method: 'POST',
    path: friends,
    who: 'member',
    summary: 'Puts names on the list of an account; a name that stands there is not put on it again.',
    params: ShopParams,
    body: z.object({ accountId: Id, names: z.array(z.string().trim().min(1).max(80)).min(1).max(100) }),
    answer: noContent,
  }),
  tellFriend: route({
    method: 'PUT',
    path: `${friends}/:id/told`,
    who: 'member',
    summary: 'Says that a friend was told, or after all was not.',
    params: ShopThingParams,
    body: z.object({ told: z.boolean() }),
    answer: noContent,
  }),
  removeFriend: route({
    method: 'DELETE',
    path: `${friends}/:id`,
    who: 'member',
    summary: 'Takes a name off the list.',
    params: ShopThingParams,
    answer: noContent,
  }),
}

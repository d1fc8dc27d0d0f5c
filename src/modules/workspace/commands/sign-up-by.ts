import type { Kysely } from 'kysely'
import { invitationIn, type Marking } from '../invitation-token.ts'
import { tables } from '../tables.ts'

/**
 * Lets whoever has an invitation make a login on a Kicau that is closed to others, once: null where it is over, or has
 * made one already. `takeBack`: none was made after all. Asked across shops, before there is anybody to be a member.
 */
export async function signUpBy({ db, secrets }: { db: Kysely<{}>; secrets: Marking }, token: string, now: Date): Promise<{ takeBack(): Promise<void> } | null> {
  const id = invitationIn(secrets, token)
  if (!id) return null
  const used = (signedUpAt: Date | null) => tables({ db }).updateTable('workspaceInvitations').set({ signedUpAt }).where('invitationId', '=', id)
  // In one statement: of two who sign up at once, the second finds it used.
  const { numUpdatedRows } = await used(now)
    .where('signedUpAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 0n ? null : { takeBack: async () => void (await used(null).execute()) }
}

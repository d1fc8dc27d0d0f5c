import type { Kysely } from 'kysely'
import { tables } from '../tables.ts'
import type { WakingTarget } from './waking-targets.ts'

const FOR_MS = 60_000

/** Lets a target that cannot be taken up (a fault of ours) sleep for a while, so that it does not hold up its lane. */
export async function putAside(db: Kysely<{}>, { workspaceId, targetId }: WakingTarget, now: Date): Promise<void> {
  await tables({ db })
    .updateTable('publishingTargets')
    .set({ wakeAt: new Date(now.getTime() + FOR_MS) })
    .where('workspaceId', '=', workspaceId)
    .where('targetId', '=', targetId)
    .where('wakeAt', '<=', now)
    .execute()
}

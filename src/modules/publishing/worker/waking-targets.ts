import { sql, type Kysely } from 'kysely'
import { policy } from '../model/policy.ts'

export interface WakingTarget {
  workspaceId: string
  targetId: string
  lane: string
}

/**
 * The targets of all shops that a worker has to do with now: a few of each lane, the longest waiting first, so that a
 * server that is down (and whose posts pile up) leaves room for all the others.
 */
export async function wakingTargets(db: Kysely<{}>, now: Date): Promise<WakingTarget[]> {
  const { rows } = await sql<WakingTarget>`
    select workspace_id, target_id, lane from (
      select workspace_id, target_id, lane, wake_at, row_number() over (partition by lane order by wake_at) as place
      from publishing_targets
      where wake_at <= ${now}
    ) as waking
    where place <= ${policy.mostOfALane}
    order by wake_at
    limit 500`.execute(db)
  return rows
}

import type { Resolution } from '#contract/stage.ts'
import { traceOfName } from '#modules/shop'
import type { ReadScope } from '#platform/scope'
import { tables as stageTables } from '../stage-tables.ts'
import { tables } from '../tables.ts'

/** The kind under which the resolution stands on Today's list (`own-agenda.ts`). */
export const RESOLVED = 'resolved'

export interface Resolved {
  autopostOff: boolean
  hour: string | null
  people: { name: string; since: Date; subject: string }[]
  changedAt: Date
}

/** The shop's resolution as it is kept; null where there is none, or it was dropped. */
export async function resolved(scope: ReadScope): Promise<Resolved | null> {
  const row = await stageTables(scope)
    .selectFrom('coachResolutions')
    .select(['autopostOff', 'hour', 'people', 'changedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  return row
    ? {
        ...row,
        people: row.people.map(({ name, since }) => ({
          name,
          since: new Date(since),
          // Names are not put into keys.
          subject: `${traceOfName(name)}.${Date.parse(since)}`,
        })),
      }
    : null
}

/** Which of its subjects somebody in the shop has done, and on which day. */
export async function talkedOn(scope: ReadScope, subjects: readonly string[]): Promise<Map<string, string>> {
  if (subjects.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('coachAnswers')
    .select(['itemKey', 'day'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('itemKey', 'in', subjects.map((subject) => `${RESOLVED}:${subject}`))
    .where('answer', '=', 'done')
    .orderBy('day', 'desc')
    .execute()
  return new Map(rows.map(({ itemKey, day }) => [itemKey.slice(RESOLVED.length + 1), day]))
}

/** What the shop has resolved so far, and with whom of the three somebody has talked. */
export async function resolutionOf(scope: ReadScope): Promise<Resolution> {
  const kept = await resolved(scope)
  if (!kept) return { autopostOff: false, hour: null, people: [], changedAt: null }
  const talked = await talkedOn(scope, kept.people.map(({ subject }) => subject))
  return {
    autopostOff: kept.autopostOff,
    hour: kept.hour,
    people: kept.people.map(({ name, subject }) => ({ name, talked: talked.get(subject) ?? null })),
    changedAt: kept.changedAt.toISOString(),
  }
}

import type { Resolution } from '#contract/stage.ts'
import type { WriteScope } from '#platform/scope'
import { resolutionOf, resolved } from '../queries/resolution.ts'
import { tables } from '../stage-tables.ts'

interface Wish {
  autopostOff?: boolean
  hour?: string | null
  people?: string[]
}

/**
 * The act that ends stage 3, a tap at a time: no blind automation, an hour, three people to talk to. What is not done of
 * it stands on Today's list until it is. Who was named before stays as they were.
 */
export async function resolve(scope: WriteScope, wish: Wish): Promise<Resolution> {
  const before = await resolved(scope)
  const at = scope.clock.now()
  const known = new Map(before?.people.map(({ name, since }) => [name, since]))
  const names = [...new Set(wish.people ?? known.keys())]
  const people = names.map((name) => ({ name, since: (known.get(name) ?? at).toISOString() }))
  const { autopostOff, hour } = { autopostOff: before?.autopostOff ?? false, hour: before?.hour ?? null, ...wish }
  const changed = { autopostOff, hour, people: JSON.stringify(people) as never, changedAt: at }
  await tables(scope)
    .insertInto('coachResolutions')
    .values({ workspaceId: scope.workspaceId, ...changed })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(changed))
    .execute()
  await scope.announce({ type: 'ResolutionChanged', autopostOff, hour, newHour: hour !== (before?.hour ?? null), people: people.length })
  return resolutionOf(scope)
}

/** Lets it go: nothing of it stands on the list any more. The hour that somebody's thirty minutes have by now stays theirs. */
export async function dropResolution(scope: WriteScope): Promise<void> {
  const gone = await tables(scope).deleteFrom('coachResolutions').where('workspaceId', '=', scope.workspaceId).returning('workspaceId').executeTakeFirst()
  if (gone) await scope.announce({ type: 'ResolutionDropped' })
}

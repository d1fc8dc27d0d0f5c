import type { Resolution } from '#contract/stage.ts'
import type { WriteScope } from '#platform/scope'
import { resolutionOf } from '../queries/resolution.ts'
import { tables } from '../stage-tables.ts'

/** The act that ends stage 3, a tap at a time: no blind automation, an hour, three people to talk to. */
export async function resolve(scope: WriteScope, wish: Partial<Pick<Resolution, 'autopostOff' | 'hour' | 'people'>>): Promise<Resolution> {
  const before = await resolutionOf(scope)
  const { autopostOff, hour, people } = { ...before, ...wish }
  const changed = { autopostOff, hour, people: JSON.stringify(people) as never, changedAt: scope.clock.now() }
  await tables(scope)
    .insertInto('coachResolutions')
    .values({ workspaceId: scope.workspaceId, ...changed })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(changed))
    .execute()
  await scope.announce({ type: 'ResolutionChanged', autopostOff, hour, people: people.length })
  return resolutionOf(scope)
}

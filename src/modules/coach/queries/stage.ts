import { sayable, type NextStep, type Resolution, type SayableFact, type StageReport } from '#contract/stage.ts'
import { queries as shop } from '#modules/shop'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { nextStep } from '../model/stage.ts'
import { tables } from '../stage-tables.ts'
import { resolutionOf } from './resolution.ts'
import { judgedMonths } from './stage-now.ts'
import { storyPath } from './story.ts'

const DAY = 86_400_000

/** *Di tahap mana Anda?*: the stage, its evidence, the next step, the months before, and what was said of it. */
export async function stage(scope: ReadScope, memberId: string): Promise<StageReport> {
  const [months, members, resolution, people, path, published, selfTests, disputes] = await Promise.all([
    judgedMonths(scope),
    workspace.members(scope),
    resolutionOf(scope),
    shop.peopleToThank(scope, { since: new Date(scope.clock.now().getTime() - 90 * DAY) }),
    storyPath(scope),
    isPublished(scope),
    newestSelfTests(scope),
    disagreements(scope),
  ])
  const { found, shown: now } = months.at(-1)!
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? '–'
  const selfTest = selfTests.find((one) => one.memberId === memberId) ?? selfTests[0]
  return {
    now,
    gates: found.gates,
    next: afterResolving(nextStep(now, found.gates), resolution),
    months: months.map(({ shown }) => shown),
    selfTest: selfTest
      ? { id: selfTest.selfTestId, takenAt: selfTest.takenAt.toISOString(), stage: selfTest.stage, placed: selfTest.placed, name: nameOf(selfTest.memberId) }
      : null,
    disagreements: disputes.map(({ disagreementId, memberId: by, saidAt, ...said }) => ({ id: disagreementId, saidAt: saidAt.toISOString(), name: nameOf(by), ...said })),
    resolution,
    suggested: people.slice(0, 6).map(({ name }) => name),
    sayings: await sayings(scope, now.month),
    story: { published, path },
  }
}

/** Once all that was resolved is done, the weakest gate is the next step again. */
function afterResolving(next: NextStep, { changedAt, autopostOff, people }: Resolution): NextStep {
  const done = changedAt !== null && autopostOff && people.length > 0 && people.every(({ talked }) => talked !== null)
  return next.kind === 'resolution' && next.gate !== null && done ? { kind: 'gate', gate: next.gate } : next
}

async function sayings(scope: ReadScope, month: string): Promise<StageReport['sayings']> {
  const rows = await tables(scope)
    .selectFrom('coachSayings')
    .select(['month', 'fact', 'value'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('month', '<=', `${month}-01`)
    .orderBy('month', 'desc')
    .execute()
  return (Object.keys(sayable) as SayableFact[]).map((fact) => {
    const said = rows.filter((row) => row.fact === fact)
    return {
      fact,
      options: [...sayable[fact]],
      value: said.find((row) => row.month.startsWith(month))?.value ?? null,
      before: said.find((row) => !row.month.startsWith(month))?.value ?? null,
    }
  })
}

/** Each member's newest, the newest of all first. */
async function newestSelfTests(scope: ReadScope) {
  const rows = await tables(scope)
    .selectFrom('coachSelfTests')
    .distinctOn('memberId')
    .select(['selfTestId', 'memberId', 'takenAt', 'stage', 'placed'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('memberId')
    .orderBy('takenAt', 'desc')
    .execute()
  return rows.sort((one, other) => other.takenAt.getTime() - one.takenAt.getTime())
}

const disagreements = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('coachDisagreements')
    .select(['disagreementId', 'memberId', 'saidAt', 'shown', 'placed', 'why'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('saidAt', 'desc')
    .limit(5)
    .execute()

async function isPublished(scope: ReadScope): Promise<boolean> {
  const row = await tables(scope)
    .selectFrom('coachStories')
    .select('publishedAt')
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  return row?.publishedAt != null
}

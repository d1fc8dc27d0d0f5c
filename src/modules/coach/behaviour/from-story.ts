import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../stage-tables.ts'
import type { Asked, Told } from './source.ts'

/** A case study is shared from the month on in which the shop's own story was first published, while it still is. */
export async function fromStory(scope: ReadScope, { zone, months }: Asked): Promise<Told> {
  const story = await tables(scope)
    .selectFrom('coachStories')
    .select('firstPublishedAt')
    .where('workspaceId', '=', scope.workspaceId)
    .where('publishedAt', 'is not', null)
    .executeTakeFirst()
  const since = story?.firstPublishedAt ? dayIn(zone, story.firstPublishedAt) : null
  return { facts: new Map(months.filter(({ to }) => since !== null && since <= to).map(({ month }) => [month, { caseStudy: 1 }])) }
}

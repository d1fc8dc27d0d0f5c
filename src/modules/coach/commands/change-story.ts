import type { ChangeStory, Story } from '#contract/stage.ts'
import type { WriteScope } from '#platform/scope'
import { storyFigures, storyOf } from '../queries/story.ts'
import { tables } from '../stage-tables.ts'

/** Keeps the shop's story with the chosen figures as they stand now; one that is not known now is left out of the page. */
export async function changeStory(scope: WriteScope, { figures: chosen, published, tools, ...wish }: ChangeStory): Promise<Story> {
  const now = await storyFigures(scope)
  const before = await tables(scope)
    .selectFrom('coachStories')
    .select(['publishedAt', 'firstPublishedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  const at = scope.clock.now()
  const story = {
    ...wish,
    tools: JSON.stringify(tools) as never,
    figures: JSON.stringify(now.known.filter(({ figure }) => chosen.includes(figure))) as never,
    month: `${now.month}-01`,
    publishedAt: published ? (before?.publishedAt ?? at) : null,
    firstPublishedAt: before?.firstPublishedAt ?? (published ? at : null),
    changedAt: at,
  }
  await tables(scope)
    .insertInto('coachStories')
    .values({ workspaceId: scope.workspaceId, ...story })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(story))
    .execute()
  await scope.announce({ type: 'StoryChanged', published })
  return storyOf(scope, now)
}

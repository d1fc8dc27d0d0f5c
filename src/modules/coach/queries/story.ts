import { paidBackAs } from '#contract/paid-back.ts'
import { storyPart } from '#contract/reserved.ts'
import type { FactName, PublicStory, Story, StoryFigure } from '#contract/stage.ts'
import { languageOfShop } from '#modules/links'
import { queries as payback } from '#modules/payback'
import { queries as workspace } from '#modules/workspace'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { tables } from '../stage-tables.ts'
import { judgedMonths } from './stage-now.ts'

interface KnownFigure {
  figure: StoryFigure
  value: number | string
}

const row = (scope: ReadScope) => tables(scope).selectFrom('coachStories').selectAll().where('workspaceId', '=', scope.workspaceId).executeTakeFirst()

export const storyPath = async (scope: ReadScope): Promise<string> => `/s/${(await workspace.shopProfile(scope)).slug}/${storyPart}`

interface Figures {
  month: string
  known: KnownFigure[]
}

/** The story as its editor shows it. `figures`: where they are at hand already. */
export async function storyOf(scope: ReadScope, figures?: Figures): Promise<Story> {
  const [kept, path, { month, known }] = await Promise.all([row(scope), storyPath(scope), figures ?? storyFigures(scope)])
  return {
    headline: kept?.headline ?? '',
    words: kept?.words ?? '',
    tools: kept?.tools ?? [],
    figures: kept?.figures.map(({ figure }) => figure) ?? [],
    published: kept?.publishedAt != null,
    path,
    known,
    month,
  }
}

/** The page that anyone may read; null while the shop shows none. Its figures are those of the day it was saved. */
export async function publicStory(scope: ReadScope): Promise<PublicStory | null> {
  const kept = await row(scope)
  if (!kept?.publishedAt) return null
  const shop = await workspace.shopProfile(scope)
  const { headline, words, tools, figures, month } = kept
  return {
    shop: shop.name,
    slug: shop.slug,
    language: languageOfShop(shop),
    currency: shop.currency,
    headline,
    words,
    tools,
    figures,
    month: month?.slice(0, 7) ?? null,
  }
}

/**
 * What of the newest whole month could be shown: only what is known. The running one, where there is no other, is judged by its last thirty
 * days; beside a profit of its first day they would not be of one month.
 */
export async function storyFigures(scope: ReadScope): Promise<Figures> {
  const judged = await judgedMonths(scope)
  const { behaviour } = judged.findLast((one) => !one.behaviour.running) ?? judged.at(-1)!
  const { month } = behaviour
  const money = await payback.paybackMonth(scope, month)
  const fact = (name: FactName) => behaviour.facts[name]?.value ?? null
  // A month in which nothing was noted has no profit of 0: it has none.
  const total = isRefusal(money) || money.empty ? null : money.total
  const byPeople = fact('wordOfMouth')
  const found: [StoryFigure, number | string | null][] = [
    ['orders', total && total.orders.count > 0 ? total.orders.count : null],
    ['profit', total?.profit.net ?? null],
    // Who is below zero again has not paid back, and neither is it shown of who may be.
    ['paid-back', total && paidBackAs(total.cumulated) === 'paidBack' ? total.breakEven : null],
    ['hours', total && total.hours.minutes > 0 ? total.hours.minutes : null],
    ['word-of-mouth', byPeople],
    ['found-us', fact('foundUs')],
    ['posts', fact('postsPerWeek')],
    ['first-reply', fact('firstReply')],
  ]
  return { month, known: found.flatMap(([figure, value]) => (value === null ? [] : [{ figure, value }])) }
}

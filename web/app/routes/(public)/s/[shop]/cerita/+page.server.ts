import { error } from '@sveltejs/kit'
import { formatAmount } from '#contract/amount.ts'
import type { StoryFigure } from '#contract/stage.ts'
import type {} from '$features/stage/pages'
import type { StoryPageWords } from '$features/stage/story-page-words'
import { dateFormat, numberFormat } from '$i18n/intl'
import { localeTags } from '$i18n/language'
import { wordsFor } from '$i18n/public'
import type { PageServerLoad } from './$types'

// Read by whoever is still at stage 1, on whatever phone: no script at all.
export const csr = false

export const load: PageServerLoad = async ({ params, platform, locals, setHeaders }): Promise<{ page: StoryPageWords }> => {
  const story = await platform?.req.kicau?.story(params.shop)
  if (!story) error(404)
  const { language, currency, headline, shop, slug, words, tools } = story
  // The shop speaks its own language, whatever the visitor's browser asks for.
  locals.language = language
  setHeaders({ 'cache-control': 'no-cache' })
  const t = wordsFor(language)
  const number = (value: number) => numberFormat(localeTags[language], { maximumFractionDigits: 1 }).format(value)
  const monthOf = (month: string) => dateFormat(localeTags[language], { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
  const written = (figure: StoryFigure, value: number | string): string => {
    if (typeof value === 'string') return monthOf(value)
    if (figure === 'profit') return formatAmount(value, currency, language)
    if (figure === 'found-us') return numberFormat(localeTags[language], { style: 'percent' }).format(value)
    if (figure === 'hours') return t('stage:values.hours', { value: number(value / 60) })
    return figure === 'first-reply' ? t('stage:values.hours', { value: number(value) }) : number(value)
  }
  return {
    page: {
      shop,
      slug,
      title: headline || shop,
      description: words.replace(/\s+/g, ' ').slice(0, 200),
      words,
      tools,
      figures: story.figures.map(({ figure, value }) => ({ name: t(`stage:figures.${figure}`), value: written(figure, value) })),
      names: {
        figures: t('stage:page.figures'),
        of: story.month ? t('stage:page.of', { month: monthOf(story.month) }) : '',
        tools: t('stage:page.tools'),
        invite: t('stage:page.invite'),
        inviteText: t('stage:page.inviteText'),
        take: t('stage:page.take'),
        shop: t('stage:page.shop', { shop }),
        footer: t('stage:page.footer'),
      },
    },
  }
}

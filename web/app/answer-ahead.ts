import type { PaybackMonth } from '#contract/payback.ts'
import type { Language } from '#contract/values.ts'
import type { Me } from '#contract/workspace.ts'
import { render } from 'svelte/server'
import { standIn } from '$api/me.svelte'
import AnswerCard from '$features/payback/AnswerCard.svelte'
import { allWords } from '$i18n/public'
import { speak } from '$i18n/words.svelte'
import { questionAhead } from './ahead'
import PaybackAhead from './shell/PaybackAhead.svelte'

/** What the API answers whoever asked for the page; null where it refuses. */
type AskApi = (path: string) => Promise<unknown>

interface Asked {
  language: Language
  /** The one that this device was at last. */
  shop: string
  ask: AskApi
}

/** Screens whose answer comes with their page: the route that gives it, below `/api/shops/:shop/`, and its words. */
const screens: Record<string, { path: string; above: (mark: string) => string; words: (answer: never) => string }> = {
  '/(desk)/payback': {
    path: 'payback/month/last',
    above: (mark) => render(PaybackAhead, { props: { mark } }).body,
    // An empty month may be a shop's first one: that the screen knows.
    words: (report: PaybackMonth) => (report.empty ? '' : render(AnswerCard, { props: { report } }).body),
  },
}

/** Where the answer of a screen is asked for; null where none is written ahead. */
export const answerPath = (route: string): string | null => screens[route]?.path ?? null

/**
 * The end of a page, as it becomes known: the screen's question, its answer in words, to be read before any script has run,
 * and the same answer as the screen's script asks for it. It is what the API says to whoever asked for the page, who may be nobody.
 */
export async function* answerAhead(route: string, { language, shop, ask }: Asked): AsyncGenerator<string> {
  const { path, above, words } = screens[route]!
  const asked = ask(`/api/shops/${shop}/${path}`)
  const me = (await ask('/api/me')) as Me | null
  if (!me?.shops.some(({ id }) => id === shop)) return yield questionAhead(route, language)

  const [before, after] = asReader(language, me, shop, () => above(MARK)).split(MARK)
  yield `<main id="ahead" class="whole">${before}`
  const answer = await asked
  yield `${answer ? asReader(language, me, shop, () => words(answer as never)) : ''}${after}</main>`
  if (answer) yield `<script type="application/json" id="answer">${JSON.stringify(answer).replaceAll('<', '\\u003c')}</script>`
}

const MARK = '%kicau.answer%'

/** Draws for one reader, in one go: nothing is waited for in between, so nobody else's page is drawn meanwhile. */
function asReader(language: Language, me: Me, shop: string, draw: () => string): string {
  speak(language, allWords)
  standIn(me, shop)
  try {
    return draw()
  } finally {
    standIn()
  }
}

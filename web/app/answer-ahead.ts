import type { Today } from '#contract/coach.ts'
import type { TimerState } from '#contract/effort.ts'
import type { PaybackMonth } from '#contract/payback.ts'
import type { Language } from '#contract/values.ts'
import type { Me } from '#contract/workspace.ts'
import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { standIn } from '$api/me.svelte'
import AnswerCard from '$features/payback/AnswerCard.svelte'
import PickerToCome from '$features/payback/PickerToCome.svelte'
import TodayList from '$features/today/TodayList.svelte'
import { allWords } from '$i18n/public'
import { speak } from '$i18n/words.svelte'
import { questionAhead } from './ahead'
import { aheadOf } from './ahead-of'
import ScreenAhead from './shell/ScreenAhead.svelte'

/** What the API answers whoever asked for the page; null where it refuses. */
type AskApi = (path: string) => Promise<unknown>

interface Asked {
  language: Language
  /** The one that this device was at last. */
  shop: string
  ask: AskApi
}

interface Written {
  /** What comes with the page, below `/api/shops/:shop/`: the screen's answer, then what else it begins with. */
  asks: readonly [string, ...string[]]
  wide?: boolean
  Actions?: Component
  /** The answer, in words; nothing where they are the screen's to find. */
  words: (...answers: never[]) => string
}

const drawn = <Props extends Record<string, unknown>>(component: Component<Props>, props: Props): string => render(component as Component<Record<string, unknown>>, { props }).body

/** Screens whose answer comes with their page. */
const screens: Record<string, Written> = {
  '/(desk)/today': {
    asks: ['today', 'timer'],
    words: (day: Today, timer: TimerState | null) => drawn(TodayList, { day, timer: timer ?? undefined }),
  },
  '/(desk)/payback': {
    asks: ['payback/month/last', 'timer', 'payback/months'],
    wide: true,
    Actions: PickerToCome,
    // An empty month may be a shop's first one: that the screen knows.
    words: (report: PaybackMonth) => (report.empty ? '' : drawn(AnswerCard, { report })),
  },
}

/** The addresses of what a page brings for its screen, who is here first; none where nothing is written ahead. */
export const broughtBy = (route: string, shop: string): string[] =>
  screens[route] ? [ME, ...screens[route].asks.map((path) => `/api/shops/${shop}/${path}`)] : []

/**
 * The end of a page, as it becomes known: who is here, the screen's question, its answer in words, to be read before any
 * script has run, and the same answer as the screen's script asks for it. It is what the API says to whoever asked for the
 * page, who may be nobody. It is asked at once: the page's head is made meanwhile.
 */
export function answerAhead(route: string, { language, shop, ask }: Asked): AsyncGenerator<string> {
  const [me, ...answers] = broughtBy(route, shop).map(ask)
  return written(route, { language, shop, me: me as Promise<Me | null>, answers: Promise.all(answers) })
}

interface OnItsWay {
  language: Language
  shop: string
  me: Promise<Me | null>
  answers: Promise<unknown[]>
}

async function* written(route: string, { language, shop, ...coming }: OnItsWay): AsyncGenerator<string> {
  const { wide, Actions, words } = screens[route]!
  const me = await coming.me
  if (!me?.shops.some(({ id }) => id === shop)) return yield questionAhead(route, language)

  const [before, after] = asReader(language, me, shop, () => drawn(ScreenAhead, { ...aheadOf[route]!, wide, Actions, mark: MARK })).split(MARK)
  yield `${block(ME, me)}<main id="ahead" class="whole">${before}`
  const answers = await coming.answers
  const said = answers[0] ? asReader(language, me, shop, () => words(...(answers as never[]))) : ''
  yield `${said && `<div id="said" style="display: contents">${said}</div>`}${after}</main>`
  yield broughtBy(route, shop).slice(1).map((address, at) => (answers[at] ? block(address, answers[at]) : '')).join('')
}

const ME = '/api/me'
const MARK = '%kicau.answer%'

/** For api/in-page.ts. */
const block = (address: string, answer: unknown) => `<script type="application/json" data-answer="${address}">${JSON.stringify(answer).replaceAll('<', '\\u003c')}</script>`

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

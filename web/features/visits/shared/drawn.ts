import type { SharedVisits } from '#contract/visit-sharing.ts'
import type { Channel } from '#contract/channels.ts'
import type { Language } from '#contract/values.ts'
import { wordsFor } from '$i18n/public'
import type { WordKey } from '$i18n/namespaces'

/** The page's figures and lists, in its own language, ready to be drawn without a script. */
export function drawnVisits(visits: SharedVisits, spans: readonly number[]) {
  const t = wordsFor(visits.language)
  const number = (value: number) => new Intl.NumberFormat(visits.language).format(value)
  const day = (text: string) => new Intl.DateTimeFormat(visits.language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`))
  const most = visits.moments.reduce<SharedVisits['moments'][number] | null>((top, one) => (one.visitors > (top?.visitors ?? 0) ? one : top), null)
  return {
    title: t('visit-sharing:page.title', { of: visits.site ?? visits.of }),
    of: visits.of,
    span: t('visit-sharing:page.span', { from: day(visits.from), to: day(visits.to) }),
    spans: spans.map((days) => ({ days, label: t(`visit-sharing:page.spans.${days}` as WordKey), here: days === visits.days })),
    figures: [
      { label: t('visit-sharing:page.visitors'), value: number(visits.visitors) },
      { label: t('visit-sharing:page.visits'), value: number(visits.visits) },
      { label: t('visit-sharing:page.views'), value: number(visits.views) },
      { label: t('visit-sharing:page.bounces'), value: visits.visits === 0 ? '–' : new Intl.NumberFormat(visits.language, { style: 'percent' }).format(visits.bounces / visits.visits) },
      { label: t('visit-sharing:page.engaged'), value: visits.engagedSeconds === null ? '–' : clock(visits.engagedSeconds) },
    ],
    curve: {
      label: t('visit-sharing:page.curve'),
      most: most && t('visit-sharing:page.most', { count: number(most.visitors), day: day(most.day) }),
      bars: visits.moments.map(({ day: of, visitors }) => ({ day: of, height: most ? visitors / most.visitors : 0, said: `${day(of)}: ${number(visitors)}` })),
    },
    lists: visits.lists
      .map(({ dimension, rows }) => ({
        title: t(`visit-sharing:page.lists.${dimension}`),
        rows: rows.map(({ value, visitors }) => ({ name: nameOf(visits.language, dimension, value), visitors: number(visitors) })),
      }))
      .filter(({ rows }) => rows.length > 0),
    notes: visits.notes.map(({ day: on, text }) => ({ day: day(on), text })),
    words: { empty: t('visit-sharing:page.empty'), notes: t('visit-sharing:page.notes'), footer: t('visit-sharing:page.footer') },
    empty: visits.visits === 0,
  }
}

export function questionWords(of: string, language: Language) {
  const t = wordsFor(language)
  const said = (key: 'asks' | 'word' | 'enter' | 'wrong' | 'too-many') => t(`visit-sharing:page.${key}`, { of })
  return { title: said('asks'), word: said('word'), enter: said('enter'), wrong: said('wrong'), tooMany: said('too-many') }
}

function nameOf(language: Language, dimension: SharedVisits['lists'][number]['dimension'], value: string): string {
  const t = wordsFor(language)
  if (value === '') return t('visit-sharing:page.unknown')
  if (dimension === 'channel') return t(`channels:${value as Channel}`)
  if (dimension === 'country') return new Intl.DisplayNames([language], { type: 'region' }).of(value) ?? value
  if (dimension === 'device' && (value === 'phone' || value === 'tablet' || value === 'desktop')) return t(`visit-sharing:page.device.${value}`)
  return value
}

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

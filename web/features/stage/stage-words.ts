import type { Stage } from '#contract/coach.ts'
import type { Gate, NextStep, Resolution, StoryFigure } from '#contract/stage.ts'
import { amount, chance, duration, monthName, number, percent } from '$i18n/format.svelte'
import { t, type WordKey } from '$i18n/words.svelte'

export const stages = [1, 2, 3, 4, 5, 6] as const satisfies readonly Stage[]
export const nameOf = (stage: Stage): string => t(`self-test:stages.${stage}.name`)
export const gateName = (gate: Gate['gate']): string => t(`stage:gates.${gate}`)

const units: Record<Gate['gate'], (value: number) => string> = {
  cadence: (value) => t('stage:values.weeks', { value: number(value) }),
  answered: percent,
  'first-reply': hours,
  outcomes: number,
  tools: percent,
  'quick-reply': hours,
  'automatic-replies': percent,
  mentions: yes,
  payback: chance,
  'found-us': percent,
  'word-of-mouth': number,
  'case-study': yes,
}

export function hours(value: number): string {
  return t('stage:values.hours', { value: number(value, 1) })
}
function yes(value: number): string {
  return t(value >= 1 ? 'stage:values.yes' : 'stage:values.no')
}

export const gateValue = ({ gate, value }: Gate): string => (value === null ? t('stage:values.unknown') : units[gate](value))
export const gateNeeded = ({ gate, is, needed }: Gate): string =>
  units[gate] === yes ? yes(needed) : t(`stage:values.${is}`, { value: units[gate](needed) })

/** Whether something of a resolution is still to be done. */
export const isOpen = ({ autopostOff, people }: Resolution): boolean => !autopostOff || people.some(({ talked }) => talked === null)

/** What to do now, in a sentence. */
export function nextText(next: NextStep, resolution: Resolution): string {
  switch (next.kind) {
    case 'resolution':
      return t(resolution.changedAt === null ? 'stage:next.resolution' : 'stage:next.resolved')
    case 'gate':
      return t(`stage:steps.${next.gate}`)
    case 'tell':
      return t(`stage:tell.${next.gate}`)
    case 'keep':
      return t('stage:next.keep', { stage: next.towards })
    default:
      return t(`stage:next.${next.kind}`)
  }
}

export const sayingText = (fact: string, position: number): string => t(`stage:say.options.${fact}.${position}` as WordKey)

export function figureText(figure: StoryFigure, value: number | string): string {
  if (typeof value === 'string') return monthName(value)
  if (figure === 'profit') return amount(value)
  if (figure === 'hours') return duration(value)
  if (figure === 'found-us') return percent(value)
  return figure === 'first-reply' ? hours(value) : number(value, 1)
}

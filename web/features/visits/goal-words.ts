import type { Goal, GoalKind, GoalReach } from '#contract/visit-goals.ts'
import { number, percent } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

/** As the contract lists them; the web takes only types from there. */
export const goalKinds: readonly GoalKind[] = ['page', 'words', 'link', 'form', 'depth', 'element', 'told']

/** By what a goal is reached, in a line. */
export function goalHow({ kind, what, percent: far }: Goal): string {
  if (kind === 'depth') return t('visit-sites:goals.how.depth', { percent: percent((far ?? 0) / 100), page: what })
  if (kind === 'form' && what === '') return t('visit-sites:goals.how.anyForm')
  return t(`visit-sites:goals.how.${kind}`, { what })
}

export const goalReach = ({ visitors, share }: GoalReach): string =>
  share === null ? t('visit-sites:goals.nobody') : t('visit-sites:goals.reach', { visitors: number(visitors), share: percent(share) })

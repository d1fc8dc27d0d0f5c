import type { WordKey } from '$i18n/words.svelte'
import type { IconName } from './icons'

/** What an interval lets one say: it pays back, it cannot be told yet, it does not yet. */
export type VerdictName = 'likely' | 'unsure' | 'not-yet'

export const verdictWords: Record<VerdictName, WordKey> = {
  likely: 'ui:verdict.likely',
  unsure: 'ui:verdict.unsure',
  'not-yet': 'ui:verdict.notYet',
}

// Shape beside colour: a leaf, a wave, a bar.
export const verdictIcons: Record<VerdictName, IconName> = { likely: 'sprout', unsure: 'question', 'not-yet': 'down' }

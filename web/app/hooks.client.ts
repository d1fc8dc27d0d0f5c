import type { HandleClientError } from '@sveltejs/kit/hooks'
import { warmDates } from '$i18n/intl'
import { t, words } from '$i18n/words.svelte'
import { problemWords } from '$ui/problem-words'

warmDates()

/** A screen that could not be opened says so in the reader's language. */
export const handleError: HandleClientError = async ({ kind, error }) => {
  await words('ui').catch(() => {})
  const home = t('ui:lost.home')
  if (kind === 'framework' && error.status === 404) return { title: t('ui:lost.title'), text: t('ui:lost.text'), home }
  // A screen never opened before is not on this device yet: nobody's fault but the connection's.
  if (!navigator.onLine) return { title: t('ui:offline.title'), text: t('ui:offline.todo'), again: t('ui:again'), home }
  const said = problemWords(error)
  return { title: said.title, text: [said.kept, said.todo].filter(Boolean).join(' '), home }
}

import type { HandleClientError } from '@sveltejs/kit'
import { t, words } from '$i18n/words.svelte'
import { problemWords } from '$ui/problem-words'

/** A screen that could not be opened says so in the reader's language. */
export const handleError: HandleClientError = async ({ error, status, message }) => {
  await words('ui').catch(() => {})
  const home = t('ui:lost.home')
  if (status === 404) return { message, title: t('ui:lost.title'), text: t('ui:lost.text'), home }
  const said = problemWords(error)
  return { message, title: said.title, text: [said.kept, said.todo].filter(Boolean).join(' '), home }
}

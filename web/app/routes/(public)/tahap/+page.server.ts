import { error } from '@sveltejs/kit'
import type {} from '$features/selftest/pages'
import { languageNames } from '$i18n/language'
import { wordsFor } from '$i18n/public'
import type { PageServerLoad } from './$types'

// No script at all: a form that is sent by GET, and a result that has an address of its own.
export const csr = false

export const load: PageServerLoad = async ({ url, platform, locals, setHeaders }) => {
  const { language } = locals
  const test = await platform?.req.kicau?.selfTest(language, Object.fromEntries(url.searchParams))
  if (!test) error(503)
  setHeaders({ 'cache-control': 'no-cache', vary: 'accept-language, cookie' })
  const t = wordsFor(language)
  const languages = (['id', 'ms', 'en'] as const).map((one) => {
    const query = new URLSearchParams(url.searchParams)
    query.set('lang', one)
    return { language: one, name: languageNames[one], href: `/tahap?${query}`, here: one === language }
  })
  const words = {
    title: t('coach:tahap.title'),
    about: t('coach:tahap.about'),
    placeHint: t('coach:tahap.placeHint'),
    submit: t('coach:tahap.submit'),
    again: t('coach:tahap.again'),
    nextStep: t('coach:tahap.nextStep'),
    stages: t('coach:tahap.stages'),
    here: t('coach:tahap.here'),
    invite: t('coach:tahap.invite'),
    open: t('coach:tahap.open'),
    language: t('coach:tahap.language'),
    ...resultWords(),
    scoring: t('coach:tahap.scoring.title'),
    rules: [
      t('coach:tahap.scoring.median'),
      t('coach:tahap.scoring.dontKnow', { least: 9 }),
      t('coach:tahap.scoring.four'),
      t('coach:tahap.scoring.five'),
      t('coach:tahap.scoring.six'),
      t('coach:tahap.scoring.below'),
    ],
  }
  return { test, words, languages, asked: url.searchParams.get('lang') }

  function resultWords() {
    const { result } = test!
    if (!result) return { result: '', answered: '', held: '', notEnough: '' }
    if (!result.enough) {
      return {
        result: t('coach:tahap.notEnough.title'),
        answered: '',
        held: '',
        notEnough: t('coach:tahap.notEnough.text', { answered: result.answered, least: result.least }),
      }
    }
    return {
      result: t('coach:tahap.resultTitle', { stage: result.stage, name: result.name }),
      answered: t('coach:tahap.answered', { count: result.answered }),
      held: t('coach:tahap.needsTitle', { stage: result.stage + 1 }),
      notEnough: '',
    }
  }
}

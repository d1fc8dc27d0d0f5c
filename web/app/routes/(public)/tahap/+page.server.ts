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
    title: t('self-test:page.title'),
    about: t('self-test:page.about'),
    placeHint: t('self-test:page.placeHint'),
    submit: t('self-test:page.submit'),
    again: t('self-test:page.again'),
    keep: t('self-test:page.keep'),
    nextStep: t('self-test:page.nextStep'),
    stages: t('self-test:page.stages'),
    here: t('self-test:page.here'),
    invite: t('self-test:page.invite'),
    open: t('self-test:page.open'),
    language: t('self-test:page.language'),
    ...resultWords(),
    scoring: t('self-test:page.scoring.title'),
    rules: [
      t('self-test:page.scoring.median'),
      t('self-test:page.scoring.dontKnow', { least: 9 }),
      t('self-test:page.scoring.four'),
      t('self-test:page.scoring.five'),
      t('self-test:page.scoring.six'),
      t('self-test:page.scoring.below'),
    ],
  }
  // The desk's stage screen takes the answers along; this page keeps nothing.
  const keepHref = `/stage?${new URLSearchParams([...url.searchParams].filter(([name]) => /^q\d+$/.test(name)))}`
  return { test, words, languages, asked: url.searchParams.get('lang'), keepHref }

  function resultWords() {
    const { result } = test!
    if (!result) return { result: '', answered: '', held: '', notEnough: '' }
    if (!result.enough) {
      return {
        result: t('self-test:page.notEnough.title'),
        answered: '',
        held: '',
        notEnough: t('self-test:page.notEnough.text', { answered: result.answered, least: result.least }),
      }
    }
    return {
      result: t('self-test:page.resultTitle', { stage: result.stage, name: result.name }),
      answered: t('self-test:page.answered', { count: result.answered }),
      held: t('self-test:page.needsTitle', { stage: result.stage + 1 }),
      notEnough: '',
    }
  }
}

import { error } from '@sveltejs/kit'
import type { MeasuredSites } from '#contract/visit-sites.ts'
import { measuredPart } from '#contract/reserved.ts'
import type {} from '$features/measured/pages'
import type { MeasuredWords } from '$features/measured/measured-words'
import { languageNames } from '$i18n/language'
import { wordsFor } from '$i18n/public'
import type { PageServerLoad } from './$types'

// Read by whoever wants to know, on whatever phone: no script at all.
export const csr = false

const languages = ['id', 'ms', 'en'] as const

export const load: PageServerLoad = async ({ params, url, platform, locals, cookies, setHeaders }): Promise<{ page: MeasuredWords }> => {
  const measured = await platform?.req.kicau?.measured(params.shop)
  if (!measured) error(404)
  // The shop's own language, unless another one is asked for here.
  const language = languages.find((one) => one === url.searchParams.get('lang')) ?? measured.language
  locals.language = language
  setHeaders({ 'cache-control': 'no-store' })
  const t = wordsFor(language)
  const here = `/s/${measured.slug}/${measuredPart}`
  const off = cookies.get('kicau_count') === 'off'
  const { shop, slug, sites, botDays } = measured
  return {
    page: {
      title: t('measured:title', { shop }),
      lead: t('measured:lead'),
      shop,
      slug,
      about: { title: t('measured:about.title'), lines: (['page', 'from', 'machine', 'number'] as const).map((line) => t(`measured:about.${line}`)) },
      sites: { title: t('measured:sites.title'), list: sites.map(siteOf) },
      kept: { title: t('measured:kept.title'), lines: [t('measured:kept.here'), t('measured:kept.number'), t('measured:kept.long'), t('measured:kept.bots', { days: botDays })] },
      not: { title: t('measured:not.title'), lines: [t('measured:not.asked'), t('measured:not.own'), t('measured:not.nothing')] },
      me: {
        title: t('measured:me.title'),
        text: off ? t('measured:me.off') : t('measured:me.on'),
        button: off ? t('measured:me.turnOn') : t('measured:me.turnOff'),
        count: off ? 'on' : 'off',
        back: `${here}?lang=${language}`,
      },
      languages: languages.map((one) => ({ language: one, name: languageNames[one], href: `${here}?lang=${one}`, here: one === language })),
      languageLabel: t('measured:language'),
      back: t('measured:back', { shop }),
    },
  }

  function siteOf({ host, engaged, outbound, missing, cross, consent, goals }: MeasuredSites['sites'][number]) {
    const lines = [
      t('measured:sites.views'),
      ...(engaged ? [t('measured:sites.engaged')] : []),
      ...(outbound ? [t('measured:sites.outbound')] : []),
      ...(missing ? [t('measured:sites.missing')] : []),
      ...(cross ? [t('measured:sites.cross')] : []),
      goals.length > 0 ? t('measured:sites.goals', { goals: goals.join(', ') }) : t('measured:sites.noGoals'),
      consent ? t('measured:sites.consent') : t('measured:sites.noConsent'),
    ]
    return {
      name: host ?? t('measured:sites.page', { shop }),
      href: host === null ? `/s/${slug}` : `https://${host}/`,
      lines,
      leave: host === null ? null : { label: t('measured:sites.leave', { site: host }), href: `https://${host}/#kicau=off` },
    }
  }
}

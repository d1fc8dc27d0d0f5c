import type { Language } from '#contract/values.ts'

/** The page in a language, as it is drawn. */
export interface MeasuredWords {
  title: string
  lead: string
  shop: string
  slug: string
  about: { title: string; lines: string[] }
  sites: { title: string; list: { name: string; href: string | null; lines: string[]; leave: { label: string; href: string } | null }[] }
  kept: { title: string; lines: string[] }
  not: { title: string; lines: string[] }
  /** Whether this browser counts on the shop's page, and the form that changes it. */
  me: { title: string; text: string; button: string; count: 'off' | 'on'; back: string }
  languages: { name: string; language: Language; href: string; here: boolean }[]
  languageLabel: string
  back: string
}

/** The page's own words, in the reader's language. */
export interface SelfTestWords {
  title: string
  about: string
  placeHint: string
  submit: string
  again: string
  keep: string
  nextStep: string
  stages: string
  here: string
  invite: string
  open: string
  language: string
  result: string
  answered: string
  held: string
  notEnough: string
  scoring: string
  rules: string[]
}

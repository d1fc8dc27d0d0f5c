import type { LinkConditions, LinkDevice, LinkRule, SetLinkConditions } from '#contract/links.ts'

/** A rule while it is being written: its place in the list is not its name, since it may be moved. */
export interface DraftRule {
  key: number
  countries: string[]
  devices: LinkDevice[]
  languages: string[]
  from: string
  until: string
  target: string
}

export interface ConditionsDraft {
  rules: DraftRule[]
  lastDay: string
  mostOpenings: number | null
  afterwards: string
  password: string
  passwordOff: boolean
}

let keys = 0
export const newRule = (): DraftRule => ({ key: keys++, countries: [], devices: [], languages: [], from: '', until: '', target: '' })

export const draftOf = (conditions: LinkConditions | null): ConditionsDraft => ({
  rules: (conditions?.rules ?? []).map(({ from, until, ...rule }) => ({ key: keys++, ...rule, from: from ?? '', until: until ?? '' })),
  lastDay: conditions?.lastDay ?? '',
  mostOpenings: conditions?.mostOpenings ?? null,
  afterwards: conditions?.afterwards ?? '',
  password: '',
  passwordOff: false,
})

export const changeOf = (draft: ConditionsDraft): SetLinkConditions => ({
  rules: draft.rules.map(
    ({ countries, devices, languages, from, until, target }): LinkRule => ({ countries, devices, languages, from: from || null, until: until || null, target }),
  ),
  lastDay: draft.lastDay || null,
  mostOpenings: draft.mostOpenings,
  afterwards: (draft.lastDay || draft.mostOpenings) && draft.afterwards.trim() ? draft.afterwards.trim() : null,
  ...(draft.passwordOff ? { password: null } : draft.password.trim() && { password: draft.password.trim() }),
})

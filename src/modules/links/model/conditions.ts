import type { LinkDevice, LinkRule } from '#contract/links.ts'

/** What a rule asks of whoever opens a link. */
export interface AskedOf {
  country: string
  device: string
  system: string
  language: string
}

type Asks = Omit<LinkRule, 'target'>

/** The first rule that fits, in the order their owner has put them; null where none does. `day` in the shop's zone. */
export const ruleFor = <R extends Asks>(rules: readonly R[], opener: AskedOf, day: string): R | null =>
  rules.find((rule) => fits(rule, opener, day)) ?? null

/** What is not known of somebody (a country, say) fits no rule that asks for it. */
function fits({ countries, devices, languages, from, until }: Asks, { country, device, system, language }: AskedOf, day: string): boolean {
  return (
    (countries.length === 0 || countries.includes(country)) &&
    (devices.length === 0 || devices.some((one) => isOn(one, device, system))) &&
    (languages.length === 0 || languages.includes(language)) &&
    (from === null || day >= from) &&
    (until === null || day <= until)
  )
}

function isOn(wanted: LinkDevice, device: string, system: string): boolean {
  if (wanted === 'android') return system === 'Android'
  if (wanted === 'ios') return system === 'iOS'
  return wanted === device
}

interface Limits {
  lastDay: string | null
  mostOpenings: number | null
}

/** Why a link leads its way no longer; null while it does. */
export function overBy({ lastDay, mostOpenings }: Limits, opened: number, day: string): 'days' | 'openings' | null {
  if (lastDay !== null && day > lastDay) return 'days'
  return mostOpenings !== null && opened >= mostOpenings ? 'openings' : null
}

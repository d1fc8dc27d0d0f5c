import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkDevices, type LinkRule } from '#contract/links.ts'
import { overBy, ruleFor, type AskedOf } from './conditions.ts'

const days = ['2026-12-10', '2026-12-11', '2026-12-12', '2026-12-13']
const some = <T>(values: readonly T[]) => fc.subarray([...values], { maxLength: 2 })
const rules = fc.array(
  fc.record({
    countries: some(['ID', 'MY', 'SG']),
    devices: some(linkDevices),
    languages: some(['id', 'ms', 'en']),
    from: fc.constantFrom(null, ...days),
    until: fc.constantFrom(null, ...days),
    target: fc.webUrl(),
  }),
  { maxLength: 6 },
)
const openers: fc.Arbitrary<AskedOf> = fc.record({
  country: fc.constantFrom('', 'ID', 'MY', 'SG', 'US'),
  device: fc.constantFrom('', 'phone', 'tablet', 'desktop'),
  system: fc.constantFrom('', 'Android', 'iOS', 'Windows'),
  language: fc.constantFrom('', 'id', 'ms', 'en', 'zh'),
})
const anyDay = fc.constantFrom(...days)

/** Written out the long way round, one question after the other. */
function meant(rule: LinkRule, opener: AskedOf, day: string): boolean {
  if (rule.countries.length && !rule.countries.some((one) => one === opener.country)) return false
  if (rule.languages.length && !rule.languages.some((one) => one === opener.language)) return false
  if (rule.from && Date.parse(day) < Date.parse(rule.from)) return false
  if (rule.until && Date.parse(day) > Date.parse(rule.until)) return false
  if (!rule.devices.length) return true
  const is: string[] = [opener.device]
  if (opener.system === 'Android') is.push('android')
  if (opener.system === 'iOS') is.push('ios')
  return rule.devices.some((one) => is.includes(one))
}

describe('rules', () => {
  it('lead by the first that fits, whatever stands behind it', () => {
    fc.assert(
      fc.property(rules, openers, anyDay, (all, opener, day) => {
        const first = all.findIndex((rule) => meant(rule, opener, day))
        expect(ruleFor(all, opener, day)).toBe(first === -1 ? null : all[first])
      }),
      { numRuns: 2000 },
    )
  })

  it('stay what they were when others are added behind', () => {
    fc.assert(
      fc.property(rules, rules, openers, anyDay, (all, more, opener, day) => {
        const led = ruleFor(all, opener, day)
        if (led) expect(ruleFor([...all, ...more], opener, day)).toBe(led)
        else expect(ruleFor([...all, ...more], opener, day)).toBe(ruleFor(more, opener, day))
      }),
    )
  })

  it('of which one says nothing lead everybody, even those of whom nothing is known', () => {
    const nothing = { countries: [], devices: [], languages: [], from: null, until: null }
    const nobody = { country: '', device: '', system: '', language: '' }
    expect(ruleFor([{ ...nothing, countries: ['ID'] }, nothing], nobody, days[0]!)).toBe(nothing)
  })
})

describe('the end', () => {
  it('comes after the last day, and with the last opening', () => {
    expect(overBy({ lastDay: '2026-12-12', mostOpenings: null }, 0, '2026-12-12')).toBeNull()
    expect(overBy({ lastDay: '2026-12-12', mostOpenings: 5 }, 5, '2026-12-13')).toBe('days')
    expect(overBy({ lastDay: null, mostOpenings: 5 }, 4, '2099-01-01')).toBeNull()
    expect(overBy({ lastDay: null, mostOpenings: 5 }, 5, '2026-12-12')).toBe('openings')
  })
})

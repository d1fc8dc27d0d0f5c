import { describe, expect, it } from 'vitest'
import { languages } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { holidayNames, holidaysInWeek } from './holidays.ts'
import { clearWeeksFrom, isClear, mondaysBetween } from './weeks.ts'

const names = (country: 'ID' | 'MY', monday: string) => holidaysInWeek(country, monday).map(({ name }) => name)

describe('holidays', () => {
  it('keep Ramadan and the week after it clear, marked as estimated, in both countries', () => {
    for (const country of ['ID', 'MY'] as const) {
      // 2027: Ramadan about 8 February to 8 March, Lebaran about 9 March.
      const weeks = mondaysBetween('2027-02-01', '2027-03-15')
      expect(weeks.filter((monday) => isClear(country, monday))).toEqual([])
      expect(holidaysInWeek(country, '2027-02-15')).toEqual([{ name: 'ramadan', estimated: true }])
      expect(holidaysInWeek(country, '2027-03-08')).toContainEqual({ name: 'lebaran', estimated: true })
    }
  })

  it.each([
    ['ID', '2026-08-17', ['independence']],
    ['MY', '2026-08-17', []],
    ['MY', '2026-08-31', ['merdeka']],
    ['ID', '2026-08-31', []],
    ['MY', '2027-10-25', ['deepavali']],
    ['ID', '2027-03-22', ['good-friday']],
    ['ID', '2026-05-11', ['ascension']],
    ['ID', '2026-02-16', ['imlek', 'ramadan']],
    ['ID', '2026-12-07', ['sale-1212']],
    ['MY', '2026-11-09', ['sale-1111', 'deepavali']],
    ['MY', '2026-06-01', ['waisak', 'agong']],
    ['ID', '2026-12-28', ['new-year']],
    ['ID', '2026-12-14', []],
  ] as const)('in %s the week of %s holds %j', (country, monday, found) => {
    expect(names(country, monday).sort()).toEqual([...found].sort())
  })

  it('keep a day on either side of an estimated one clear, and none beside a fixed one', () => {
    // Waisak 2026 is on Sunday 31 May: the Monday after it may be it.
    expect(names('ID', '2026-05-25')).toContain('waisak')
    expect(names('ID', '2026-06-01')).toContain('waisak')
    // 1 May 2028 is a Monday.
    expect(names('ID', '2028-04-24')).not.toContain('labour-day')
    expect(names('ID', '2028-05-01')).toContain('labour-day')
  })

  it('leave weeks enough: half a year of clear ones is found within the next year', () => {
    for (const country of ['ID', 'MY'] as const) {
      const weeks = clearWeeksFrom(country, '2026-11-23', 26)
      expect(weeks).toHaveLength(26)
      expect(weeks.every((monday) => isClear(country, monday))).toBe(true)
      expect(weeks.at(-1)! < '2027-11-22').toBe(true)
    }
  })

  it('have names in three languages', () => {
    const lacking = languages.flatMap((language) => holidayNames.filter((name) => !textsIn(language).optional(`experiments:holidays.${name}`)))
    expect(lacking).toEqual([])
  })
})

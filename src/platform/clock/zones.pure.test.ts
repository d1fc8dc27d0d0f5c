import { describe, expect, test } from 'vitest'
import { addDays, addMonths, dayIn, hourIn, instantAt, monthIn, startOfDay, startOfMonth } from './zones.ts'

// The owner's zones, and those whose clocks are hard: an hour at night, half an hour, at midnight itself, on a month's first day.
const zones = ['Asia/Jakarta', 'Asia/Jayapura', 'Asia/Kuala_Lumpur', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'UTC']

describe.each(zones)('%s', (zone) => {
  test('a day begins with its first instant, whatever the clocks do', () => {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const start = startOfDay(zone, day)
      expect([dayIn(zone, new Date(start.getTime() - 1)), dayIn(zone, start)]).toEqual([addDays(day, -1), day])
    }
  })

  test('an order at 23:30 on a month’s last day is in it, half an hour later in the next', () => {
    for (let month = '2026-01'; month < '2027-01'; month = addMonths(month, 1)) {
      const last = addDays(`${addMonths(month, 1)}-01`, -1)
      const late = instantAt(zone, last, '23:30')
      expect([monthIn(zone, late), hourIn(zone, late)]).toEqual([month, '23:30'])
      expect(monthIn(zone, new Date(late.getTime() + 1_800_000))).toBe(addMonths(month, 1))
      expect(startOfMonth(zone, addMonths(month, 1)).getTime()).toBe(late.getTime() + 1_800_000)
    }
  })
})

test('an hour that the clocks skip is the moment after the change, one they repeat is the first of the two', () => {
  expect(instantAt('Europe/Berlin', '2026-03-29', '02:30').toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(instantAt('Europe/Berlin', '2026-10-25', '02:30').toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

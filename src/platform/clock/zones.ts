// Days, months and hours in a shop's zone. Zones are IANA names; days are `2026-11-22`, months `2026-11`.

import { rememberedBy } from '../remembered/index.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(zone: string, at: Date): Record<string, string> {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

/** The day it is at this instant in the zone. */
export function dayIn(zone: string, at: Date): string {
  const { year, month, day } = partsIn(zone, at)
  return `${year}-${month}-${day}`
}

/** The month it is at this instant in the zone. */
export const monthIn = (zone: string, at: Date): string => dayIn(zone, at).slice(0, 7)

/** The wall clock's `HH:MM` at this instant in the zone. */
export function hourIn(zone: string, at: Date): string {
  const { hour, minute } = partsIn(zone, at)
  return `${hour}:${minute}`
}

const DAY_MS = 86_400_000
const QUARTER_MS = 15 * 60_000
/** Since then clocks were changed at quarters of an hour only (the last that did otherwise was Liberia's). */
const IN_QUARTERS = Date.UTC(1973, 0)

/** Milliseconds by which the zone's wall clock is ahead of UTC at this instant. */
export function offsetAt(zone: string, at: Date): number {
  const quarter = Math.floor(at.getTime() / QUARTER_MS)
  return quarter * QUARTER_MS < IN_QUARTERS ? ahead(zone, at.getTime()) : aheadInQuarter({ zone, quarter })
}

/** Files hold a hundred thousand times, most of them in the same few thousand quarters of an hour. */
const aheadInQuarter = rememberedBy(
  20_000,
  ({ zone, quarter }: { zone: string; quarter: number }) => `${zone} ${quarter}`,
  ({ zone, quarter }) => ahead(zone, quarter * QUARTER_MS),
)

function ahead(zone: string, at: number): number {
  const p = partsIn(zone, new Date(at))
  const wall = Date.UTC(+p.year!, +p.month! - 1, +p.day!, +p.hour!, +p.minute!, +p.second!)
  return wall - Math.floor(at / 1000) * 1000
}

/**
 * The instant at which the zone's wall clock shows this day and hour. A wall time that a change of the clocks skips is
 * read as the moment after the change, one that it repeats as the first of the two (as Temporal does).
 */
export function instantAt(zone: string, day: string, hour = '00:00'): Date {
  const wall = Date.parse(`${day}T${hour.length === 5 ? `${hour}:00` : hour}Z`)
  // At the edges of days, which many moments share: both are more than half a day away, as no offset is.
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS
  const before = offsetAt(zone, new Date(midnight - DAY_MS))
  const after = offsetAt(zone, new Date(midnight + 2 * DAY_MS))
  if (before === after) return new Date(wall - before)
  const fitting = [before, after].find((offset) => offsetAt(zone, new Date(wall - offset)) === offset)
  return new Date(wall - (fitting ?? before))
}

export const startOfDay = (zone: string, day: string): Date => instantAt(zone, day)
export const startOfMonth = (zone: string, month: string): Date => instantAt(zone, `${month}-01`)

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

export function addMonths(month: string, months: number): string {
  const [year, index] = month.split('-').map(Number) as [number, number]
  const whole = year * 12 + (index - 1) + months
  return `${Math.floor(whole / 12)}-${String((whole % 12) + 1).padStart(2, '0')}`
}

/** Months from the first to the last, both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

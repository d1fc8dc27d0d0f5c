import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn } from '#platform/clock'
import { freePieces, isForgotten, minutesAfter, minutesOf, offersOf, overBox, spreadOf, type Span } from './model.ts'

const at = (hour: string) => new Date(`2026-11-18T${hour}:00Z`)
const span = (start: string, end: string): Span => ({ start: at(start), end: at(end) })

describe('a forgotten timer', () => {
  const startedAt = at('09:00')
  it.each([
    ['09:00', '09:29', false, 'inside the box silence says nothing: the owner is in another app'],
    ['09:00', '09:45', false, 'a quarter of an hour after the box is waited for'],
    ['09:00', '09:46', true, 'then it was forgotten'],
    ['09:40', '09:55', false, 'heard after the box: silence counts from there'],
    ['09:40', '09:56', true, 'fifteen minutes later it was forgotten'],
    ['10:15', '10:15', false, 'forty-five minutes past the box it still runs'],
    ['10:15', '10:16', true, 'a minute later it stops, whoever looks'],
  ])('heard at %s, now %s: %s (%s)', (aliveAt, now, forgotten) => {
    expect(isForgotten({ startedAt, aliveAt: at(aliveAt), boxMinutes: 30, beforeSeconds: 0 }, at(now))).toBe(forgotten)
  })

  it('counts a sitting as one, whatever it was about before', () => {
    const second = { startedAt: at('09:20'), aliveAt: at('09:20'), boxMinutes: 30, beforeSeconds: 20 * 60 }
    expect(isForgotten(second, at('09:45'))).toBe(false)
    expect(isForgotten(second, at('09:46'))).toBe(true)
  })

  it('offers the last sign of life, the box, and the longest it can have been', () => {
    expect(offersOf(startedAt, at('09:12'), at('09:50'), 30)).toEqual([12, 30, 50])
    expect(offersOf(startedAt, at('09:00'), at('18:00'), 30)).toEqual([0, 30, 75])
    expect(offersOf(startedAt, at('09:30'), at('09:46'), 30)).toEqual([30, 46])
  })
})

describe('what is free of a span', () => {
  it('leaves out what others cover', () => {
    expect(freePieces(span('09:00', '10:00'), [span('09:10', '09:20'), span('09:50', '10:30')])).toEqual([
      span('09:00', '09:10'),
      span('09:20', '09:50'),
    ])
    expect(freePieces(span('09:00', '10:00'), [span('08:00', '11:00')])).toEqual([])
    expect(freePieces(span('09:00', '10:00'), [span('08:00', '09:00'), span('10:00', '11:00')])).toEqual([span('09:00', '10:00')])
  })

  it('never covers a minute of the others, and never loses one that is free', () => {
    const spans = fc.tuple(fc.nat(120), fc.nat(60)).map(([start, length]) => ({
      start: minutesAfter(at('09:00'), start),
      end: minutesAfter(at('09:00'), start + length),
    }))
    fc.assert(
      fc.property(spans, fc.array(spans, { maxLength: 6 }), (whole, taken) => {
        const pieces = freePieces(whole, taken)
        const within = (minute: Date, all: readonly Span[]) => all.some(({ start, end }) => start <= minute && minute < end)
        const minutes = Array.from({ length: 180 }, (_, minute) => minutesAfter(at('09:00'), minute))
        return minutes.every((minute) => within(minute, pieces) === (within(minute, [whole]) && !within(minute, taken)))
      }),
    )
  })
})

describe('spread', () => {
  it.each([
    ['timer', 42, 1],
    ['drafted', 5, 3],
    ['evening', 0, 0],
    ['evening', 15, 8],
    ['evening', 30, 15],
    ['evening', 60, 30],
    ['evening', 120, 30],
    ['guess', 60, 30],
    ['guess', 4, 4],
    ['guess', 6, 5],
  ] as const)('%s of %d minutes is ± %d', (footing, minutes, spread) => expect(spreadOf(footing, minutes)).toBe(spread))

  it('never goes below nothing', () => {
    const lengths = Array.from({ length: 1441 }, (_, minutes) => minutes)
    for (const footing of ['timer', 'drafted', 'evening', 'guess'] as const)
      expect(lengths.filter((minutes) => spreadOf(footing, minutes) > minutes)).toEqual([])
  })
})

it('a little over the box is no black hole', () => {
  expect(overBox(150, 150)).toBe(0)
  expect(overBox(187, 150)).toBe(0)
  expect(overBox(188, 150)).toBe(38)
})

it('counts minutes that passed, whatever the clocks on the wall were set to', () => {
  // Amsterdam sets its clocks back at 03:00 on 25 October 2026: 02:30 to 02:30 is an hour.
  const night = { start: new Date('2026-10-25T00:30:00Z'), end: new Date('2026-10-25T01:30:00Z') }
  expect(minutesOf(night)).toBe(60)
  expect(dayIn('Europe/Amsterdam', night.start)).toBe('2026-10-25')
  // New York sets them forward at 02:00 on 8 March 2026: from 01:50 to 03:10 is twenty minutes.
  expect(minutesOf({ start: new Date('2026-03-08T06:50:00Z'), end: new Date('2026-03-08T07:10:00Z') })).toBe(20)
})

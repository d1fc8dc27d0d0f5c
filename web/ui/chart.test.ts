import { expect, it } from 'vitest'
import { alongside, extentOf, labelsThatFit, marksAllDay, marksAt } from './chart'

it('keeps zero in sight', () => {
  expect(extentOf([120, 300])).toEqual([0, 300])
  expect(extentOf([-50, -20])).toEqual([-50, 0])
  expect(extentOf([null, undefined])).toEqual([0, 1])
})

it('always names the last point, and no more than have room', () => {
  expect([...labelsThatFit(9, 200, 64)]).toEqual([8, 5, 2])
  expect(labelsThatFit(3, 800, 64).size).toBe(3)
  expect(labelsThatFit(365, 300, 64).has(364)).toBe(true)
  expect(labelsThatFit(0, 300, 64).size).toBe(0)
})

it('places a value between two ends, and nothing beyond them', () => {
  const place = alongside([-100, 300])
  expect([-100, 0, 300, 900].map(place)).toEqual([0, 25, 100, 100])
  expect(alongside([0, 10], 3, 97)(5)).toBe(50)
  expect(alongside([4, 4])(4)).toBe(0)
})

it('puts what happened on its day, several of one day together, and nothing of other days', () => {
  const marks = [{ x: '2026-11-18', text: 'Siaran langsung' }, { x: '2026-10-01', text: 'Harga naik' }, { x: '2026-11-18', text: 'Iklan mulai' }]
  expect([...marksAt(marks, ['2026-11-17', '2026-11-18', '2026-11-19'])]).toEqual([['2026-11-18', ['Siaran langsung', 'Iklan mulai']]])
  expect(marksAt(marks, ['2026-11-20T00', '2026-11']).size).toBe(0)
})

it('puts what happened on a day at none of its hours, but beside all of them', () => {
  const marks = [{ x: '2026-11-18', text: 'Server mati' }, { x: '2026-11-1', text: 'Bukan hari' }, { x: '2026-11-19', text: 'Iklan mulai' }]
  const hours = ['2026-11-18T00', '2026-11-18T01']
  expect(marksAt(marks, hours).size).toBe(0)
  expect(marksAllDay(marks, hours)).toEqual(['Server mati'])
  expect(marksAllDay(marks, ['2026-11-18', '2026-11-19'])).toEqual([])
})

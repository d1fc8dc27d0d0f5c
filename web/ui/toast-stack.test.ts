import { expect, test } from 'vitest'
import { withToast, type Told } from './toast-stack'

let last = 0
const told = (text: string, more: Partial<Told> = {}): Told => ({ id: ++last, text, more: undefined, tone: 'plain', forMs: 1, act: undefined, about: undefined, ...more })
const undo = { act: { label: 'Undo', do: () => {} } }
const after = (...all: Told[]) => all.reduce<Told[]>(withToast, []).map(({ text }) => text)

test('three stand there, the newest first', () => {
  expect(after(told('1'), told('2'), told('3'), told('4'))).toEqual(['4', '3', '2'])
})

test('what can be taken back stays longer than what is only said', () => {
  expect(after(told('1', undo), told('2'), told('3', undo), told('4'))).toEqual(['4', '3', '1'])
})

test('of more ways back than there is room for the oldest goes', () => {
  expect(after(told('1', undo), told('2', undo), told('3', undo), told('4'))).toEqual(['4', '3', '2'])
})

test('what is told about the same takes the place of what was', () => {
  expect(after(told('1', { about: 'timer' }), told('2'), told('3', { about: 'timer' }))).toEqual(['3', '2'])
})

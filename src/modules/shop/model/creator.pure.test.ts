import { expect, it } from 'vitest'
import { creatorNamed } from './creator.ts'

it.each([
  ['kuliner.jogja', '@kuliner.jogja'],
  [' @ Kuliner_Jogja\t', '@Kuliner_Jogja'],
  ['@@mama', '@mama'],
  ['＠mama', '@mama'],
  ['', null],
  ['@', null],
  ['-', null],
  ['ma\u0000ma', '@mama'],
  [undefined, null],
])('%s', (text, kept) => expect(creatorNamed(text)).toBe(kept))

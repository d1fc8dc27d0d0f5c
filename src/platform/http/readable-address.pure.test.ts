import { expect, test } from 'vitest'
import { readableAddress } from './readable-address.ts'

test.each([
  ['/%ff', '/-'],
  ['/s/%ff%fe?k=%ff', '/s/-?k=%ff'],
  ['/l/toko/%c3%28?a=?', '/l/toko/-?a=?'],
  ['/s/%', '/s/-'],
  ['/s/%F0%9F%98%80', '/s/%F0%9F%98%80'],
  ['/l/a%2fb', '/l/a%2fb'],
  ['/api/%ff', '/api/%ff'],
  ['/today', '/today'],
])('%s is read as %s', (address, read) => expect(readableAddress(address)).toBe(read))

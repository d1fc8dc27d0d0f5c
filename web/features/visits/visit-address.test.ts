import { expect, test } from 'vitest'
import { addressOf, readAddress, type VisitsAsked } from './visit-address'

const opens: VisitsAsked = { span: '30', own: { from: '2026-10-24', to: '2026-11-22' }, compare: 'none', site: '', filters: [], steps: [{ kind: 'page', like: '*' }, { kind: 'order', like: '*' }] }
const read = (address: string) => readAddress(new URLSearchParams(address), opens)

test.each<Partial<VisitsAsked>>([
  {},
  { span: '7' },
  { span: 'own', own: { from: '2026-01-01', to: '2026-02-28' }, compare: 'year' },
  { site: '01a204ff-0396-7533-95fe-69e92efa88be', compare: 'before' },
  { filters: [['is', 'country', ['ID', 'MY']], ['like', 'page', ['*/menu & more*']], ['is-not', 'channel', ['']]] },
  { steps: [{ kind: 'page', like: '*/menu & more*' }, { kind: 'goal', like: 'pesan dua' }, { kind: 'whatsapp', like: '*' }] },
])('an address opens what it was made of: %o', (asked) => {
  expect(read(addressOf({ ...opens, ...asked }, opens))).toEqual({ ...opens, ...asked })
})

test('the screen as it opens of itself has the plain address', () => {
  expect(addressOf(opens, opens)).toBe('')
})

test.each(['days=12', 'from=2026-02-30&to=2026-03-01', 'from=soon&to=2026-03-01', 'site=foo', 'from=2026-03-02&to=2026-03-01', 'compare=ever', 'step=page', 'step=page&step=moon full', 'step=page+%00&step=order', 'filter=[', 'filter=["is","moon",["full"]]', 'filter=["is","channel",[]]', 'filter={"a":1}', 'filter=null', `filter=["is","page",["${'x'.repeat(501)}"]]`])(
  'what cannot be read is left out: %s',
  (address) => {
    expect(read(address)).toEqual(opens)
  },
)

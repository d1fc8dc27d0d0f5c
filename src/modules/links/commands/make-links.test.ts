import { expect, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import type { MakeLinks } from '#contract/links.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { newId } from '#platform/ids'
import { begin, done, reachable } from '../for-tests.ts'
import { links } from '../queries/links.ts'
import { utmTemplates } from '../queries/utm-templates.ts'
import { makeLink } from './make-link.ts'
import { makeLinks } from './make-links.ts'
import { removeUtmTemplate, saveUtmTemplate } from './save-utm-template.ts'

const many = (shop: TestShop, wanted: Partial<MakeLinks> & { text: string }, language: Language = 'id') =>
  shop.writing((scope) => makeLinks(scope, reachable, { channel: 'instagram', check: false, ...wanted }, textsIn(language)))
const all = async (shop: TestShop) => (await links(shop.reading(), reachable, { days: 30, limit: 200 })).items
const marks = { source: '', medium: '', campaign: '', content: '', term: '' }

const TABLE = [
  'Alamat;Nama;Saluran;Pesan',
  'bu-tini.com/bawang;Bawang;TikTok;',
  'javascript:alert(1);Jahat;;',
  'Chat WhatsApp;Status;wa;Halo dari status',
  'Halaman kedai;Bio;Instagram;',
  'https://bu-tini.com/;Salah;Friendster;',
  ';Tanpa alamat;;',
  `https://bu-tini.com/;${'x'.repeat(81)};;`,
].join('\n')

test('what can be read is made, what can not is told by its row in the words of the reader', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const checked = done(await many(shop, { text: TABLE, check: true }))
  expect(await all(shop)).toEqual([])
  expect(checked.rows.filter((row) => row.wrong === null).every((row) => row.link === null)).toBe(true)

  const { rows } = done(await many(shop, { text: TABLE }, 'en'))
  expect(rows.map(({ row, target, channel, wrong }) => [row, wrong ? `${wrong.where}: ${wrong.code}` : [target, channel]])).toEqual([
    [2, ['https://bu-tini.com/bawang', 'tiktok']],
    [3, 'target: links.target-not-the-web'],
    [4, ['whatsapp', 'whatsapp']],
    [5, ['shop-page', 'instagram']],
    [6, 'channel: links.row-channel'],
    [7, 'target: links.target-missing'],
    [8, 'name: links.row-too-long'],
  ])
  expect(rows[4]!.wrong).toMatchObject({ title: '“Friendster” is no channel that we know.' })
  expect(checked.rows[1]!.wrong!.title).toBe(textsIn('id')('links:errors.target-not-the-web.title'))
  const made = await all(shop)
  expect(new Set(made.map((link) => link.name))).toEqual(new Set(['Bawang', 'Status', 'Bio']))
  expect(made.find((link) => link.name === 'Status')).toMatchObject({ kind: 'whatsapp', message: 'Halo dari status' })
})

test('the same list again makes nothing, and a row twice is one link', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const text = 'https://bu-tini.com/a\nhttps://bu-tini.com/b\nhttps://bu-tini.com/a'
  expect(done(await many(shop, { text, check: true })).rows.map((row) => [row.already, row.link])).toEqual([[false, null], [false, null], [true, null]])
  const first = done(await many(shop, { text }))
  expect(first.rows.map((row) => row.already)).toEqual([false, false, true])
  expect(first.rows[2]!.link!.id).toBe(first.rows[0]!.link!.id)
  const again = done(await many(shop, { text }))
  expect(again.rows.map((row) => [row.already, row.link!.id])).toEqual(first.rows.map((row) => [true, row.link!.id]))
  // By another channel it is another link.
  expect(done(await many(shop, { text, channel: 'tiktok' })).rows.filter((row) => !row.already)).toHaveLength(2)
  expect(await all(shop)).toHaveLength(4)
})

test('nothing is made of a list that says nothing, nor where nobody could open it', async () => {
  const shop = await begin(await testShop({ hits: false }))
  expect(await many(shop, { text: ' \n' })).toMatchObject({ refused: 'links.no-rows' })
  expect(await many(shop, { text: 'a.id\n'.repeat(501) })).toMatchObject({ refused: 'links.too-many-rows', values: { most: 500 } })
  const unreachable = { publicAddress: () => ({ url: null, reachable: false }) }
  expect(await shop.writing((scope) => makeLinks(scope, unreachable, { text: 'a.id', channel: 'blog', check: true }, textsIn('id')))).toMatchObject({
    refused: 'links.no-public-address',
  })
})

test('a template puts its marks on addresses, and is kept by its name', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const other = await begin(shop.another(), { slug: 'lain' })
  const save = (name: string, campaign: string) => shop.writing((scope) => saveUtmTemplate(scope, { name, ...marks, source: '{channel}', campaign }))
  const kept = done(await save('Lebaran', 'lebaran'))
  expect(done(await save('LEBARAN', 'lebaran-2027')).id).toBe(kept.id)
  expect(await utmTemplates(shop.reading())).toEqual([{ id: kept.id, name: 'LEBARAN', ...marks, source: '{channel}', campaign: 'lebaran-2027' }])
  expect(await shop.writing((scope) => saveUtmTemplate(scope, { name: 'Kosong', ...marks }))).toMatchObject({ refused: 'links.template-empty' })

  const { rows } = done(await many(shop, { text: 'bu-tini.com?utm_source=sendiri\nbu-tini.com/a\nwhatsapp', template: kept.id }))
  expect(rows.map((row) => row.target)).toEqual([
    'https://bu-tini.com/?utm_source=sendiri&utm_campaign=lebaran-2027',
    'https://bu-tini.com/a?utm_source=instagram&utm_campaign=lebaran-2027',
    'whatsapp',
  ])
  const one = { kind: 'url' as const, channel: 'blog' as const, target: 'bu-tini.com', template: kept.id }
  expect(done(await shop.writing((scope) => makeLink(scope, reachable, one))).target).toBe('https://bu-tini.com/?utm_source=blog&utm_campaign=lebaran-2027')
  expect(await other.writing((scope) => makeLink(scope, reachable, one))).toMatchObject({ refused: 'links.template-unknown' })
  expect(await shop.writing((scope) => makeLink(scope, reachable, { ...one, target: `bu-tini.com/${'x'.repeat(2010)}` }))).toMatchObject({
    refused: 'links.target-unreadable',
  })

  expect(await other.writing((scope) => removeUtmTemplate(scope, kept.id))).toMatchObject({ refused: 'links.template-unknown' })
  await shop.writing((scope) => removeUtmTemplate(scope, kept.id))
  expect(await utmTemplates(shop.reading())).toEqual([])
  expect(await shop.writing((scope) => removeUtmTemplate(scope, newId()))).toMatchObject({ refused: 'links.template-unknown' })
})

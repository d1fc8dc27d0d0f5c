import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { openNetworks, commands as networks } from '#modules/networks'
import { commands as publishing } from '#modules/publishing'
import { commands as workspace, queries as workspaceQueries } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { openAgenda } from '../agenda.ts'
import { answerItem } from '../commands/answer-item.ts'
import { changeStory } from '../commands/change-story.ts'
import { disagree, takeBackDisagreement } from '../commands/disagree.ts'
import { forgetSelfTest, keepSelfTest } from '../commands/keep-self-test.ts'
import { dropResolution, resolve } from '../commands/resolve.ts'
import { sayFact } from '../commands/say-fact.ts'
import { agenda as ownAgenda } from '../own-agenda.ts'
import { stage } from './stage.ts'
import { publicStory } from './story.ts'

let shop: TestShop
let tini: string
let wulan: string

beforeAll(async () => {
  shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  await begin(shop)
  const members = await workspaceQueries.members(shop.reading())
  tini = members.find(({ role }) => role === 'owner')!.id
  wulan = members.find(({ name }) => name === 'Wulan')!.id
})
afterAll(() => shop.close())

const begin = (at: TestShop) =>
  at.writing(async (scope) => {
    const opener = { loginId: newId(), name: 'Bu Tini' }
    const begun = await workspace.beginShop(scope, { reserved: new Set() }, opener, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' })
    if (isRefusal(begun)) throw new Error(begun.refused)
    await workspace.addMember(scope, { name: 'Wulan' })
  })
const report = (memberId = tini) => stage(shop.reading(), memberId)

test('a shop that has nothing here is at the beginning, provisionally', async () => {
  const { now, months, next, gates, selfTest } = await report()
  expect(now).toMatchObject({ month: '2026-11', running: true, stage: 1, provisional: true })
  expect(months).toHaveLength(1)
  expect(next).toEqual({ kind: 'begin' })
  expect(gates.every(({ stands }) => stands === 'unknown')).toBe(true)
  expect(selfTest).toBeNull()
})

describe('what an owner says', () => {
  const say = (month: string, fact: Parameters<typeof sayFact>[1]['fact'], value: number | null) => shop.writing((scope) => sayFact(scope, { memberId: tini, month, fact, value }))

  it('stands for its month, marked as said, until it is taken back', async () => {
    expect(await say('2026-11', 'answered', 0.7)).toBeUndefined()
    expect(await say('2026-10', 'answered', 0.3)).toBeUndefined()
    const said = await report()
    expect(said.now).toMatchObject({ month: '2026-11', facts: { answered: { value: 0.7, by: 'said' } } })
    expect(said.months.map(({ month, facts }) => [month, facts.answered?.value])).toEqual([
      ['2026-10', 0.3],
      ['2026-11', 0.7],
    ])
    expect(said.sayings.find(({ fact }) => fact === 'answered')).toMatchObject({ value: 0.7, before: 0.3 })
    await say('2026-11', 'answered', null)
    expect((await report()).gates.find(({ gate }) => gate === 'answered')).toMatchObject({ value: null, by: null, stands: 'unknown' })
    await say('2026-10', 'answered', null)
  })

  it('is of no month to come, and within what is possible', async () => {
    expect(await say('2026-12', 'answered', 0.5)).toMatchObject({ refused: 'coach.month-ahead' })
    expect(await say('2026-11', 'answered', 1.2)).toMatchObject({ refused: 'coach.saying-out-of-range' })
    expect(await say('2026-11', 'firstReply', 48)).toBeUndefined()
    await say('2026-11', 'firstReply', null)
  })

  it('makes three for who has long been there, two for who has just begun', async () => {
    const account = await shop.writing((scope) => networks.connectAccount(scope, networksHere(), { network: 'instagram', way: 'hand-over', handle: 'sambal' }))
    expect(isRefusal(account)).toBe(false)
    expect((await report()).now).toMatchObject({ stage: 2 })
    await say('2026-11', 'inUse', 3)
    expect((await report()).now).toMatchObject({ stage: 3 })
    await say('2026-11', 'inUse', null)
  })
})

const networksHere = () => openNetworks({ secrets: secretsFrom(Buffer.alloc(32)), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false })

test('with a rhythm and nobody to say how questions fare, it cannot be told', async () => {
  const other = shop.another()
  await begin(other)
  const member = (await workspaceQueries.members(other.reading()))[0]!.id
  await other.writing(async (scope) => {
    const account = await networks.connectAccount(scope, networksHere(), { network: 'facebook', way: 'hand-over', handle: 'Sambal' })
    if (isRefusal(account)) throw new Error(account.refused)
    const past = Array.from({ length: 100 }, (_, index) => ({ accountId: account.id, text: 'dulu', at: new Date(Date.parse('2026-11-17T02:00:00Z') - index * 2 * 86_400_000) }))
    await publishing.notePosts(scope, networksHere(), past)
  })
  const { now, next, gates } = await stage(other.reading(), member)
  expect(gates.find(({ gate }) => gate === 'cadence')).toMatchObject({ value: 13, by: 'seen', stands: 'holds' })
  expect(now.stage).toBeNull()
  expect(next).toEqual({ kind: 'tell', gate: 'answered' })
  // Nothing of it in the first shop.
  expect((await report()).gates.find(({ gate }) => gate === 'cadence')).toMatchObject({ value: 0 })
})

test('the self-test is kept for whoever chooses to, and forgotten by them alone', async () => {
  const answers = Object.fromEntries(['q0', ...Array.from({ length: 12 }, (_, index) => `q${index + 1}`)].map((id) => [id, '4']))
  expect(await shop.writing((scope) => keepSelfTest(scope, { memberId: tini, answers: { q1: '3' } }))).toMatchObject({ refused: 'coach.self-test-not-enough' })
  const kept = await shop.writing((scope) => keepSelfTest(scope, { memberId: tini, answers: { ...answers, q12: '<script>' } }))
  if (isRefusal(kept)) throw new Error(kept.refused)
  expect((await report()).selfTest).toMatchObject({ id: kept.id, stage: 4, placed: 4, name: 'Bu Tini' })
  expect((await report(wulan)).selfTest).toMatchObject({ id: kept.id })
  expect(await shop.writing((scope) => forgetSelfTest(scope, { memberId: wulan, id: kept.id }))).toMatchObject({ refused: 'coach.self-test-unknown' })
  expect(await shop.writing((scope) => forgetSelfTest(scope, { memberId: tini, id: kept.id }))).toBeUndefined()
  expect((await report()).selfTest).toBeNull()
})

test('to disagree is kept with what was shown, and changes no stage', async () => {
  const before = (await report()).now.stage
  const said = await shop.writing((scope) => disagree(scope, { memberId: tini, why: 'saya menjawab semua orang', placed: 4 }))
  const { now, disagreements } = await report()
  expect(now.stage).toBe(before)
  expect(disagreements).toEqual([{ id: said.id, saidAt: said.saidAt, name: 'Bu Tini', shown: before, placed: 4, why: 'saya menjawab semua orang' }])
  expect(await shop.writing((scope) => takeBackDisagreement(scope, { memberId: wulan, id: said.id }))).toMatchObject({ refused: 'coach.disagreement-unknown' })
  await shop.writing((scope) => takeBackDisagreement(scope, { memberId: tini, id: said.id }))
  expect((await report()).disagreements).toEqual([])
})

test('the resolution is made a tap at a time', async () => {
  await shop.writing((scope) => resolve(scope, { autopostOff: true }))
  await shop.writing((scope) => resolve(scope, { hour: '06:30' }))
  await shop.writing((scope) => resolve(scope, { people: ['Bu Sri', 'Pak RT'] }))
  expect((await report()).resolution).toEqual({
    autopostOff: true,
    hour: '06:30',
    people: [
      { name: 'Bu Sri', talked: null },
      { name: 'Pak RT', talked: null },
    ],
    changedAt: '2026-11-18T03:00:00.000Z',
  })
  // At stage 3 the act is the next step until all of it is done; then the weakest gate is.
  await shop.writing((scope) => sayFact(scope, { memberId: tini, month: '2026-11', fact: 'inUse', value: 3 }))
  expect((await report()).next).toMatchObject({ kind: 'resolution' })
  // With nobody named there is nobody talked to.
  const { people } = (await report()).resolution
  await shop.writing((scope) => resolve(scope, { people: [] }))
  expect((await report()).next).toMatchObject({ kind: 'resolution' })
  await shop.writing((scope) => resolve(scope, { people: people.map(({ name }) => name) }))
  const agenda = openAgenda([ownAgenda])
  const asked = { memberId: wulan, day: '2026-11-18', hour: '10:00' }
  for (const { kind, subject } of await agenda.offered(shop.reading(), asked))
    await shop.writing((scope) => answerItem(scope, { agenda }, { memberId: wulan, key: `${kind}:${subject}`, answer: 'done' }))
  expect(await report()).toMatchObject({ next: { kind: 'gate', gate: 'cadence' }, resolution: { people: [{ talked: '2026-11-18' }, { talked: '2026-11-18' }] } })
  await shop.writing((scope) => sayFact(scope, { memberId: tini, month: '2026-11', fact: 'inUse', value: null }))
  await shop.writing((scope) => dropResolution(scope))
  expect((await report()).resolution).toEqual({ autopostOff: false, hour: null, people: [], changedAt: null })
})

test('a story is shown once it is published, with the chosen figures only, and gone when it is not', async () => {
  const story = { headline: 'Dari pasar', words: 'Begini ceritanya.', tools: [{ name: 'QR', why: '' }], figures: ['posts', 'profit'] as const }
  await shop.writing((scope) => changeStory(scope, { ...story, figures: [...story.figures], published: false }))
  expect(await publicStory(shop.reading())).toBeNull()
  await shop.writing((scope) => changeStory(scope, { ...story, figures: [...story.figures], published: true }))
  // What is not known is not shown: there is no order here.
  expect(await publicStory(shop.reading())).toMatchObject({ shop: 'Sambal', headline: 'Dari pasar', figures: [{ figure: 'posts', value: 0 }], month: '2026-11' })
  expect((await report()).gates.find(({ gate }) => gate === 'case-study')).toMatchObject({ value: 1, by: 'seen', stands: 'holds' })
  await shop.writing((scope) => changeStory(scope, { ...story, figures: [], published: false }))
  expect(await publicStory(shop.reading())).toBeNull()
})

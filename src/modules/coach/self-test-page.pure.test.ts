import { describe, expect, it } from 'vitest'
import { languages } from '#contract/values.ts'
import { questions } from './model/self-test.ts'
import { selfTestPage } from './self-test-page.ts'

const all = (stage: string) => Object.fromEntries(questions.map(({ id }) => [id, stage]))

describe.each(languages)('the page of the self-test in %s', (language) => {
  it('has no result before something was answered', async () => {
    const page = await selfTestPage(language, {})
    expect(page.result).toBeNull()
    expect(page.questions).toHaveLength(12)
    expect(page.questions.every(({ options }) => options.at(-1)!.value === 'x' && options.every(({ chosen }) => !chosen))).toBe(true)
  })

  it('says so when there is not enough yet, and keeps what was chosen', async () => {
    const page = await selfTestPage(language, { q0: '4', q1: '4', q2: 'x', q3: '5' })
    expect(page.result).toEqual({ enough: false, answered: 2, least: 9 })
    expect((await selfTestPage(language, { sent: '1' })).result).toEqual({ enough: false, answered: 0, least: 9 })
    expect(page.placement.options.filter(({ chosen }) => chosen).map(({ stage }) => stage)).toEqual([4])
    expect(page.questions.slice(0, 3).map(({ options }) => options.find(({ chosen }) => chosen)?.value)).toEqual(['4', 'x', '5'])
  })

  it('gives the stage, its step and the need that holds it', async () => {
    const held = (await selfTestPage(language, { ...all('4'), q6: '3', q0: '5' })).result!
    expect(held).toMatchObject({ enough: true, stage: 3, answered: 12, placed: { stage: 5 } })
    expect(held.enough && held.needs).toHaveLength(1)
    const free = (await selfTestPage(language, all('2'))).result!
    expect(free).toMatchObject({ enough: true, stage: 2, needs: [], placed: null })
  })
})

it('compares with where one placed oneself', async () => {
  const said = async (q0: string) => {
    const { result } = await selfTestPage('en', { ...all('4'), q0 })
    return result?.enough ? result.placed?.said : undefined
  }
  expect(await said('4')).toContain('say the same')
  expect(await said('2')).toContain('are higher')
  expect(await said('6')).toContain('are lower')
  expect(await said('7')).toBeUndefined()
})

it('shows nothing of what was sent but its own words', async () => {
  const page = await selfTestPage('id', { q1: '"><script>alert(1)</script>', q0: '<b>', lang: 'id', __proto__: 'x' })
  expect(JSON.stringify(page)).not.toContain('script')
  expect(page.result).toEqual({ enough: false, answered: 0, least: 9 })
})
